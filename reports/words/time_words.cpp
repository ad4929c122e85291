#include "reports/words/time_words.h"

#include <fmt/format.h>

#include <array>

#include "config/base/zone/zone.h"

namespace deskready {
namespace {

constexpr std::array<std::string_view, 12> months = {"January",   "February", "March",    "April",
                                                     "May",       "June",     "July",     "August",
                                                     "September", "October",  "November", "December"};

}  // namespace

std::string local_time(std::string_view language, WallTime time, const std::string& zone) {
  const auto rules = zone.empty() ? local_zone() : find_zone(zone);
  const auto local =
      rules.value_or(cctz::utc_time_zone()).lookup(std::chrono::floor<std::chrono::seconds>(time));
  return tr(language, "{day} {month} {year}, {clock}",
            {{"day", std::to_string(local.cs.day())},
             {"month", tr(language, months[static_cast<std::size_t>(local.cs.month() - 1)])},
             {"year", std::to_string(local.cs.year())},
             {"clock", fmt::format("{:02}:{:02} {}", local.cs.hour(), local.cs.minute(), local.abbr)}});
}

std::string day_words(std::string_view language, std::string_view day) {
  const auto time = parse_time(std::string(day) + "T12:00:00Z");
  if (!time) return std::string(day);
  const cctz::civil_day civil(
      cctz::convert(std::chrono::floor<std::chrono::seconds>(*time), cctz::utc_time_zone()));
  return unmarked(tr(language, "{day} {month} {year}",
                     {{"day", std::to_string(civil.day())},
                      {"month", tr(language, months[static_cast<std::size_t>(civil.month() - 1)])},
                      {"year", std::to_string(civil.year())}}));
}

std::string age_words(std::string_view language, std::chrono::minutes age) {
  const auto minutes = age.count();
  if (minutes < 1) return {};
  const auto count = static_cast<std::uint64_t>(minutes);
  if (count < 90)
    return tr_plural(language, count, "measured {count} minute earlier", "measured {count} minutes earlier");
  const std::uint64_t hours = (count + 30) / 60;
  if (hours < 48)
    return tr_plural(language, hours, "measured {count} hour earlier", "measured {count} hours earlier");
  return tr_plural(language, (hours + 12) / 24, "measured {count} day earlier",
                   "measured {count} days earlier");
}

std::string kept_words(std::string_view language, std::chrono::minutes age) {
  const std::string words = age_words(language, age);
  return words.empty() ? tr(language, "measured less than a minute earlier") : words;
}

std::string standing_words(std::string_view language, std::optional<WallTime> failing_since,
                           std::optional<WallTime> last_met, const std::string& zone) {
  const auto time = [&](const std::optional<WallTime>& at) {
    return at ? unmarked(local_time(language, *at, zone)) : std::string();
  };
  const Arguments all = {{"since", time(failing_since)}, {"met", time(last_met)}};
  if (failing_since && last_met) return tr(language, "Not met since {since}; last met {met}.", all);
  if (failing_since) return tr(language, "Not met since {since}.", all);
  return last_met ? tr(language, "Last met {met}.", all) : std::string();
}

std::string waiting_words(std::string_view language, WallTime since, const std::string& zone) {
  return tr(language, "It waits since {time}.", {{"time", local_time(language, since, zone)}});
}

}  // namespace deskready
