#include "reports/words/local_time.h"

#include <fmt/format.h>

#include <array>

#include "config/base/zone.h"
#include "reports/document/report.h"
#include "reports/words/language.h"

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

}  // namespace deskready
