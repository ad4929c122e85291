// The time, and how files write it: RFC 3339 in UTC, or seconds of Unix time.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace deskready {

using WallTime = std::chrono::sys_time<std::chrono::microseconds>;

/// The time. Implementations are thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual WallTime now() const = 0;
  virtual std::chrono::nanoseconds monotonic()
      const = 0;  ///< CLOCK_MONOTONIC; only differences mean something
};

/// The computer's own.
class SystemClock final : public Clock {
 public:
  WallTime now() const override;
  std::chrono::nanoseconds monotonic() const override;
};

/// "2026-11-24T09:30:00Z", whole seconds, rounded down. `time` lies in the years 0 to 9999.
std::string format_time(WallTime time);

/// "2026-11-24T09:30:00.123Z", whole milliseconds, rounded down. The same years.
std::string format_time_to_ms(WallTime time);

/// Reads either form; a fraction of the second is dropped, a leap second is the second after it, and must lie
/// in the years 0 to 9999 as well. The error names the text.
tl::expected<WallTime, std::string> parse_time(std::string_view text);

/// Whole seconds since 1970, rounded down.
std::int64_t unix_seconds(WallTime time);

/// The same of now.
std::int64_t unix_seconds();

/// The time of so many seconds since 1970; nothing outside the years 0 to 9999, which format_time() cannot
/// write.
std::optional<WallTime> from_unix_seconds(std::int64_t seconds);

}  // namespace deskready
