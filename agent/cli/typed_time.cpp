#include "agent/cli/typed_time.h"

#include <fmt/format.h>

#include <chrono>

#include "agent/cli/output.h"
#include "config/base/zone/zone.h"
#include "config/units/quantity.h"

namespace deskready {
namespace {

std::optional<WallTime> time_in(const std::string& text) {
  if (const auto utc = parse_time(text)) return *utc;
  for (const char* format : {"%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"}) {
    std::chrono::sys_seconds parsed;
    if (!cctz::parse(format, text, local_zone_or_last(), &parsed)) continue;
    if (const auto time = from_unix_seconds(parsed.time_since_epoch().count())) return *time;
  }
  return std::nullopt;
}

}  // namespace

std::optional<WallTime> typed_time(const std::string& text) {
  const auto time = time_in(text);
  if (!time) complain(fmt::format("\"{}\" is no time like 2026-11-20T09:00", text));
  return time;
}

std::optional<WallTime> typed_time_or_age(const std::string& text, WallTime now, bool ahead) {
  if (const auto time = time_in(text)) return time;
  constexpr double longest = 1e10;  // seconds, some 300 years
  const auto seconds = parse_quantity_in(text, Unit::second);
  std::optional<WallTime> moment;
  if (seconds && *seconds >= 0 && *seconds < longest) {
    const auto whole = static_cast<std::int64_t>(*seconds);
    moment = from_unix_seconds(unix_seconds(now) + (ahead ? whole : -whole));
  }
  if (!moment)
    complain(fmt::format("\"{}\" is neither a time like 2026-11-20T09:00 nor an age like 7 d", text));
  return moment;
}

}  // namespace deskready
