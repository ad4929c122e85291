// One direction of an emulated line: a loss model, a drop-tail queue served at a rate, a delay line. Pure and
// seeded.
#pragma once

#include <cstdint>
#include <random>

namespace netlab {

struct LineOptions {
  double rate = 50e6;    ///< bit/s of IP packets; 0 is unlimited
  double delay = 0.010;  ///< seconds, one way
  double jitter = 0;     ///< seconds; uniform from 0, on top of the delay, never reordering
  double loss = 0;       ///< ratio
  double burst = 1;      ///< mean length of a loss burst, packets; 1 is independent loss
  double queue = 0.1;    ///< seconds of queue at the rate
  double duplicate = 0;  ///< ratio of packets of which a copy follows at once
  double reorder = 0;    ///< ratio of packets that are held back behind those that follow
  double held = 0.015;   ///< seconds for which those are held
  double outage_at = 0;  ///< seconds from the first packet on; nothing passes from then on
  double outage = 0;     ///< for so many seconds; 0 is never
  std::uint64_t seed = 1;
};

enum class Fate { passed, lost, queue_full, blocked };

struct Passage {
  Fate fate = Fate::passed;
  std::int64_t due_ns = 0;  ///< when it leaves the line; for `passed` only
  bool doubled = false;     ///< a copy leaves with it
};

class LinkModel {
 public:
  explicit LinkModel(const LineOptions& options);
  /// A packet of `bytes` enters at `now_ns`; times never go back from call to call.
  Passage enter(std::int64_t now_ns, std::size_t bytes);

 private:
  bool loses();
  const LineOptions options_;
  std::mt19937_64 random_;
  bool in_burst_ = false;
  std::int64_t began_ns_ = 0;         ///< first packet
  std::int64_t served_until_ns_ = 0;  ///< virtual time at which the queue is empty
  std::int64_t last_due_ns_ = 0;
};

}  // namespace netlab
