#include "agent/cli/service/pause_end.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "config/base/outward/outward.h"
#include "config/base/text.h"
#include "config/settings/work_hours.h"
#include "config/units/length.h"

namespace deskready {
namespace {

/// Minutes from midnight; "9:30" is meant as well.
std::optional<int> minutes_meant(std::string_view text) {
  const std::string two_digits = text.find(':') == 1 ? "0" + std::string(text) : std::string(text);
  return minutes_of_day(two_digits);
}

/// That comes next.
WallTime next_moment(int minutes, WallTime now, const cctz::time_zone& zone) {
  const auto second = std::chrono::floor<std::chrono::seconds>(now);
  const cctz::civil_day today(cctz::convert(second, zone));
  const auto moment = moment_of_day(zone, today, minutes);
  return moment > second ? moment : moment_of_day(zone, today + 1, minutes);
}

}  // namespace

tl::expected<nlohmann::json, std::string> asked_pause(std::string_view said, WallTime now,
                                                      const cctz::time_zone& zone) {
  const std::string all = lower(trimmed(said));
  if (all.empty()) return nlohmann::json::object();
  std::string_view text = all;
  const bool until = text.starts_with("until ");
  if (until) text = trimmed(text.substr(6));
  const auto minutes = text == "tomorrow" ? 0 : minutes_meant(text);
  if (minutes) return nlohmann::json{{"until", format_time(next_moment(*minutes, now, zone))}};
  const auto seconds = parse_length(text);
  if (seconds && !until) return nlohmann::json{{"seconds", *seconds}};
  return tl::unexpected(
      fmt::format("\"{}\" is no length of time and no time of day; write it like: deskready pause 2h, "
                  "deskready pause 1 hour "
                  "30 min, deskready pause until 14:00, deskready pause until tomorrow",
                  for_terminal(said)));
}

}  // namespace deskready
