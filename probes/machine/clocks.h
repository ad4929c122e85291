// The computer's two clocks, to the nanosecond, and waking on time by them.
#pragma once

#include <cstdint>
#include <optional>

namespace deskready {

/// The wall clock, in nanoseconds of Unix time; it may be set at any time.
std::int64_t realtime_ns();

/// The clock that nobody sets, in nanoseconds since some moment before this process began.
std::int64_t monotonic_ns();

constexpr double to_seconds(std::int64_t ns) {
  return static_cast<double>(ns) / 1e9;
}

/// The clock that nobody sets, in seconds.
inline double monotonic_seconds() {
  return to_seconds(monotonic_ns());
}

/// A stamp of the wall clock that was taken within the last second, on the monotonic clock. Nothing when the
/// wall clock was set between the stamp and now: it then lies in the future, or longer ago.
std::optional<std::int64_t> monotonic_of(std::int64_t realtime_stamp_ns);

/// From now on the calling thread's waits end when their time is up, and not some tens of microseconds later
/// to save power.
void wake_on_time();

}  // namespace deskready
