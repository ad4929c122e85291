#include "probes/machine/clocks.h"

#include <sys/prctl.h>

#include <ctime>

namespace deskready {
namespace {

std::int64_t ns_now(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

}  // namespace

std::int64_t realtime_ns() {
  return ns_now(CLOCK_REALTIME);
}

std::int64_t monotonic_ns() {
  return ns_now(CLOCK_MONOTONIC);
}

std::optional<std::int64_t> monotonic_of(std::int64_t realtime_stamp_ns) {
  constexpr std::int64_t jitter = 1'000'000;  // between the two readings of the clock
  const std::int64_t age = realtime_ns() - realtime_stamp_ns;
  if (age < -jitter || age > 1'000'000'000) return std::nullopt;
  return monotonic_ns() - age;
}

void wake_on_time() {
  prctl(PR_SET_TIMERSLACK, 1UL);
}

}  // namespace deskready
