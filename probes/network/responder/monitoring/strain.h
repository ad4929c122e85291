// Whether the far end still serves in time. One that serves late would bend what it measures, so it must
// refuse before.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>

namespace deskready::network {

/// How long packets waited for their answers.
struct Dwell {
  std::int64_t longest_ns = 0;
  std::uint64_t packets = 0;
  std::uint64_t late = 0;  ///< that waited longer than bound_ns
  void add(std::int64_t ns) {
    longest_ns = std::max(longest_ns, ns);
    ++packets;
    late += ns > bound_ns ? 1 : 0;
  }
  static constexpr std::int64_t bound_ns = 1'000'000;
};

/// Fed with how late things were served; strained from when in the last 2 s half of the samples were later
/// than 5 ms, or one in a hundred of many packets waited longer than 1 ms, until that has been otherwise for
/// 10 s. Not thread-safe. Times are of any clock that only moves forward.
class Strain {
 public:
  /// `dwell`: of the packets answered since the call before.
  void add(std::int64_t late_ns, const Dwell& dwell, std::int64_t now_ns);
  bool strained(std::int64_t now_ns) const { return now_ns < strained_until_ns_; }
  /// Whether packets alone load it.
  bool answers_many() const { return packets_ >= many_packets; }

  static constexpr std::int64_t bound_ns = 5'000'000;
  static constexpr std::int64_t window_ns = 2'000'000'000;
  static constexpr std::int64_t rest_ns = 10'000'000'000;
  static constexpr std::size_t fewest = 20;             ///< samples that say something
  static constexpr std::size_t fewest_moments = 5;      ///< samples in which packets waited
  static constexpr std::uint64_t many_packets = 2'000;  ///< in the window: 20 calls' worth

 private:
  struct Sample {
    std::int64_t at_ns;
    bool late;
    Dwell dwell;
  };
  bool packets_wait() const;
  std::deque<Sample> samples_;
  std::size_t late_ = 0;
  std::uint64_t packets_ = 0, late_packets_ = 0;
  std::size_t with_late_packets_ = 0;  ///< samples
  std::int64_t strained_until_ns_ = 0;
};

}  // namespace deskready::network
