#include "config/base/zone/posix_zone.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <vector>

namespace deskready {
namespace {

namespace chrono = std::chrono;

constexpr int hour = 3600;

/// The day and time at which the clock changes: "M10.5.0/3", "J60", "59/-1".
struct Change {
  enum class Form { month, julian, zero_julian } form = Form::month;
  unsigned month = 0, week = 0, weekday = 0;
  int day = 0;
  int seconds = 2 * hour;  ///< of the local time before the change, from its day's midnight

  chrono::sys_seconds in(int year) const {
    const chrono::year y(year);
    chrono::sys_days date = y / 1 / 1;
    if (form == Form::month) {
      const chrono::weekday day_of_week(weekday);
      date = week == 5 ? chrono::sys_days(y / chrono::month(month) / day_of_week[chrono::last])
                       : chrono::sys_days(y / chrono::month(month) / day_of_week[week]);
    } else {
      // J counts from 1 and never counts the 29th of February.
      const bool julian = form == Form::julian;
      date += chrono::days(day - (julian ? 1 : 0) + (julian && y.is_leap() && day >= 60 ? 1 : 0));
    }
    return date + chrono::seconds(seconds);
  }
};

struct LocalTime {
  std::string name;
  int west = 0;  ///< seconds west of Greenwich
};

struct Rules {
  LocalTime standard;
  std::optional<LocalTime> summer;
  Change begin, end;  ///< of the summer time, if there is one
};

/// Reads one piece after another; whatever does not fit makes the whole unreadable.
class Parser {
 public:
  explicit Parser(std::string_view text) : rest_(text) {}

  std::optional<Rules> rules() {
    Rules rules;
    rules.standard.name = name();
    rules.standard.west = offset(24);
    if (!rest_.empty()) {
      rules.summer = {name(), rules.standard.west - hour};
      if (!rest_.empty() && rest_.front() != ',') rules.summer->west = offset(24);
      if (rest_.empty()) rest_ = ",M3.2.0,M11.1.0";
      rules.begin = change();
      rules.end = change();
    }
    return good_ && rest_.empty() ? std::optional(rules) : std::nullopt;
  }

 private:
  bool take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char c) { good_ = take(c) && good_; }

  int number(int least, int most) {
    int value = 0;
    std::size_t digits = 0;
    for (; digits < std::min<std::size_t>(rest_.size(), 3); ++digits) {
      if (rest_[digits] < '0' || rest_[digits] > '9') break;
      value = value * 10 + (rest_[digits] - '0');
    }
    good_ = good_ && digits > 0 && value >= least && value <= most;
    rest_.remove_prefix(digits);
    return value;
  }

  /// Three or more letters, or three or more of anything in <>.
  std::string name() {
    const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
    const bool quoted = take('<');
    std::size_t size = 0;
    while (size < rest_.size() && (quoted ? rest_[size] != '>' : is_letter(rest_[size]))) ++size;
    std::string name(rest_.substr(0, size));
    rest_.remove_prefix(size);
    if (quoted) expect('>');
    good_ = good_ && size >= 3;
    return name;
  }

  /// "-5:30", "+2:00:00".
  int offset(int most_hours) {
    const int sign = take('-') ? -1 : (take('+'), 1);
    int seconds = number(0, most_hours) * hour;
    if (take(':')) seconds += number(0, 59) * 60;
    if (take(':')) seconds += number(0, 59);
    return sign * seconds;
  }

  Change change() {
    Change change;
    expect(',');
    if (take('M')) {
      change.month = static_cast<unsigned>(number(1, 12));
      expect('.');
      change.week = static_cast<unsigned>(number(1, 5));
      expect('.');
      change.weekday = static_cast<unsigned>(number(0, 6));
    } else {
      const bool julian = take('J');
      change.form = julian ? Change::Form::julian : Change::Form::zero_julian;
      change.day = number(julian ? 1 : 0, 365);
    }
    if (take('/')) change.seconds = offset(167);
    return change;
  }

  std::string_view rest_;
  bool good_ = true;
};

struct Moment {
  std::int64_t seconds;
  bool summer;  ///< what begins
  auto operator<=>(const Moment&) const = default;
};

std::vector<Moment> moments_of(const Rules& rules) {
  std::vector<Moment> moments;
  for (int year = 1900; rules.summer && year <= 2400; ++year) {
    const chrono::seconds begin(rules.standard.west), end(rules.summer->west);
    moments.push_back({(rules.begin.in(year) + begin).time_since_epoch().count(), true});
    moments.push_back({(rules.end.in(year) + end).time_since_epoch().count(), false});
  }
  std::sort(moments.begin(), moments.end());
  // A summer time that lasts until the next begins never ends.
  for (std::size_t i = 1; i < moments.size();) {
    if (moments[i - 1].seconds == moments[i].seconds) {
      moments.erase(moments.begin() + static_cast<std::ptrdiff_t>(i) - 1);
    } else {
      ++i;
    }
  }
  return moments;
}

/// Numbers of a TZif file: two's complement, the highest byte first.
void put(std::string& bytes, std::int64_t number, int size) {
  for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) bytes += static_cast<char>(number >> shift);
}

void put_header(std::string& bytes, std::size_t moments, std::size_t types, std::size_t names) {
  bytes += "TZif2" + std::string(15, '\0');
  for (const std::size_t count : {std::size_t{0}, std::size_t{0}, std::size_t{0}, moments, types, names})
    put(bytes, static_cast<std::int64_t>(count), 4);
}

}  // namespace

std::optional<std::string> tzif_of(std::string_view rules) {
  const auto read = Parser(rules).rules();
  if (!read) return std::nullopt;
  const auto moments = moments_of(*read);
  const LocalTime& standard = read->standard;
  const LocalTime& summer = read->summer ? *read->summer : standard;
  const std::string names = standard.name + '\0' + summer.name + '\0';
  std::string bytes;
  put_header(bytes, 0, 0, 0);  // of the part with 32-bit times, which is empty
  put_header(bytes, moments.size(), 2, names.size());
  for (const Moment& moment : moments) put(bytes, moment.seconds, 8);
  for (const Moment& moment : moments) put(bytes, moment.summer, 1);
  put(bytes, -standard.west, 4);
  put(bytes, 0, 2);
  put(bytes, -summer.west, 4);
  put(bytes, 1, 1);
  put(bytes, static_cast<std::int64_t>(standard.name.size() + 1), 1);
  return bytes + names + "\n\n";
}

}  // namespace deskready
