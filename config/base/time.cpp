#include "config/base/time.h"

#include <fmt/format.h>

#include <charconv>

#include "config/base/text.h"

namespace deskready {
namespace {

namespace chrono = std::chrono;

/// The number in text[at, at + length), which are digits.
int number(std::string_view text, std::size_t at, std::size_t length) {
  int value = 0;
  std::from_chars(text.data() + at, text.data() + at + length, value);
  return value;
}

/// "2026-11-24T09:30:00", then a fraction, then "Z".
bool has_form(std::string_view text) {
  constexpr std::string_view form = "0000-00-00T00:00:00";
  if (text.size() <= form.size() || text.back() != 'Z') return false;
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form[i] == '0' ? !is_digit(text[i]) : text[i] != form[i]) return false;
  }
  const std::string_view fraction = text.substr(form.size(), text.size() - form.size() - 1);
  return fraction.empty() || (fraction.size() > 1 && fraction[0] == '.' &&
                              fraction.find_first_not_of("0123456789", 1) == std::string_view::npos);
}

constexpr std::int64_t first_second =
    chrono::sys_seconds(chrono::sys_days(chrono::year(0) / 1 / 1)).time_since_epoch().count();
constexpr std::int64_t end_second =
    chrono::sys_seconds(chrono::sys_days(chrono::year(10'000) / 1 / 1)).time_since_epoch().count();

std::optional<WallTime> read_time(std::string_view text) {
  if (!has_form(text)) return std::nullopt;
  const chrono::year_month_day date(chrono::year(number(text, 0, 4)),
                                    chrono::month(static_cast<unsigned>(number(text, 5, 2))),
                                    chrono::day(static_cast<unsigned>(number(text, 8, 2))));
  const int hour = number(text, 11, 2), minute = number(text, 14, 2), second = number(text, 17, 2);
  if (!date.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  const chrono::sys_seconds time =
      chrono::sys_days(date) + chrono::hours(hour) + chrono::minutes(minute) + chrono::seconds(second);
  return from_unix_seconds(time.time_since_epoch().count());
}

}  // namespace

WallTime SystemClock::now() const {
  return chrono::floor<WallTime::duration>(chrono::system_clock::now());
}

chrono::nanoseconds SystemClock::monotonic() const {
  return chrono::steady_clock::now().time_since_epoch();
}

std::string format_time(WallTime time) {
  const auto day = chrono::floor<chrono::days>(time);
  const chrono::year_month_day date(day);
  const chrono::hh_mm_ss clock(chrono::floor<chrono::seconds>(time) - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::string format_time_to_ms(WallTime time) {
  std::string text = format_time(time);
  const auto ms = chrono::floor<chrono::milliseconds>(time) - chrono::floor<chrono::seconds>(time);
  text.pop_back();
  return fmt::format("{}.{:03}Z", text, ms.count());
}

tl::expected<WallTime, std::string> parse_time(std::string_view text) {
  if (const auto time = read_time(text)) return *time;
  return tl::unexpected(fmt::format("\"{}\" is no time like 2026-11-24T09:30:00Z", text));
}

std::int64_t unix_seconds(WallTime time) {
  return chrono::floor<chrono::seconds>(time).time_since_epoch().count();
}

std::int64_t unix_seconds() {
  return unix_seconds(SystemClock().now());
}

std::optional<WallTime> from_unix_seconds(std::int64_t seconds) {
  if (seconds < first_second || seconds >= end_second) return std::nullopt;
  return WallTime(chrono::seconds(seconds));
}

}  // namespace deskready
