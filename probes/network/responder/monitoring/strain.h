// Whether the far end still serves in time. One that serves late would bend what it measures, so it must
// refuse before.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>

namespace deskready::network {

/// Fed with how late things were served; strained from when half of the last 2 s were later than 5 ms until
/// that has been otherwise for 10 s. Not thread-safe. Times are of any clock that only moves forward.
class Strain {
 public:
  void add(std::int64_t late_ns, std::int64_t now_ns);
  bool strained(std::int64_t now_ns) const { return now_ns < strained_until_ns_; }

  static constexpr std::int64_t bound_ns = 5'000'000;
  static constexpr std::int64_t window_ns = 2'000'000'000;
  static constexpr std::int64_t rest_ns = 10'000'000'000;
  static constexpr std::size_t fewest = 20;  ///< samples that say something

 private:
  struct Sample {
    std::int64_t at_ns;
    bool late;
  };
  std::deque<Sample> samples_;
  std::size_t late_ = 0;
  std::int64_t strained_until_ns_ = 0;
};

}  // namespace deskready::network
