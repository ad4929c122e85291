#include "reports/words/history_words.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <optional>

namespace deskready {
namespace {

constexpr double hour = 3600;
constexpr double day = 24 * hour;

std::optional<double> number(const Arguments& arguments, const char* name) {
  const auto found = arguments.find(name);
  if (found == arguments.end()) return std::nullopt;
  double value = 0;
  const std::string& text = found->second;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || !std::isfinite(value) || value < 0 || value > 1e15) return std::nullopt;
  return value;
}

/// "there are 3 over 13.9 days".
std::string recorded_words(std::string_view language, std::uint64_t recorded, double over, bool shifts) {
  if (recorded == 0)
    return shifts ? tr(language, "there is none yet within your shifts") : tr(language, "there is none yet");
  if (recorded == 1)
    return shifts ? tr(language, "there is one within your shifts") : tr(language, "there is one");
  const Arguments all = {{"length", length_words(language, over)}};
  return shifts ? tr_plural(language, recorded, "there is {count} over {length} within your shifts",
                            "there are {count} over {length} within your shifts", all)
                : tr_plural(language, recorded, "there is {count} over {length}",
                            "there are {count} over {length}", all);
}

}  // namespace

std::string length_words(std::string_view language, double seconds) {
  if (seconds < hour) return tr(language, "less than an hour");
  const bool days = seconds >= 2 * day;
  const double rounded = std::floor(seconds / (days ? day : hour) * 10) / 10;
  const Arguments count = {{"length", fmt::format("{:g}", rounded)}};
  if (days) return unmarked(tr(language, "{length} days", count));
  return unmarked(rounded == 1 ? tr(language, "{length} hour", count)
                               : tr(language, "{length} hours", count));
}

std::string too_little_words(std::string_view language, const Arguments& arguments) {
  const auto hours = arguments.find("hours");
  if (hours != arguments.end() && hours->second == "no_shifts")
    return tr(language, "no shifts are set for this job");
  const auto recorded = number(arguments, "recorded"), over = number(arguments, "over"),
             needed = number(arguments, "needed"), needed_over = number(arguments, "needed_over");
  if (!recorded || !over || !needed || !needed_over) return {};
  const bool shifts = hours != arguments.end() && hours->second == "shifts";
  return unmarked(tr_plural(
      language, static_cast<std::uint64_t>(*needed), "{have}; at least {count} over {length} is needed",
      "{have}; at least {count} over {length} are needed",
      {{"have", recorded_words(language, static_cast<std::uint64_t>(*recorded), *over, shifts)},
       {"length", length_words(language, *needed_over)}}));
}

std::string range_words(std::string_view language, const std::string& low, const std::string& high,
                        std::uint64_t measurements, bool gaps) {
  const std::string range =
      tr_plural(language, measurements, "{low} to {high} in {count} measurement",
                "{low} to {high} in {count} measurements", {{"low", low}, {"high", high}});
  return unmarked(gaps ? tr(language, "{range}; ? could not be measured", {{"range", range}}) : range);
}

std::array<std::string, 7> weekday_words(std::string_view language) {
  return {tr(language, "Mon"), tr(language, "Tue"), tr(language, "Wed"), tr(language, "Thu"),
          tr(language, "Fri"), tr(language, "Sat"), tr(language, "Sun")};
}

std::string week_legend(std::string_view language) {
  return tr(language, "█ at least 95 % met; ▒ at least half; x less than half; · never judged");
}

std::string day_part_words(std::string_view language, DayPart part, int percent, int checks) {
  const Arguments all = {{"percent", std::to_string(percent)}};
  const auto count = static_cast<std::uint64_t>(checks);
  const auto say = [&](std::string_view one, std::string_view other) {
    return unmarked(tr_plural(language, count, one, other, all));
  };
  switch (part) {
    case DayPart::night:
      return say("Met in {percent} % of {count} check in the night.",
                 "Met in {percent} % of {count} checks in the night.");
    case DayPart::morning:
      return say("Met in {percent} % of {count} check in the morning.",
                 "Met in {percent} % of {count} checks in the morning.");
    case DayPart::afternoon:
      return say("Met in {percent} % of {count} check in the afternoon.",
                 "Met in {percent} % of {count} checks in the afternoon.");
    case DayPart::evening:
      break;
  }
  return say("Met in {percent} % of {count} check in the evening.",
             "Met in {percent} % of {count} checks in the evening.");
}

}  // namespace deskready
