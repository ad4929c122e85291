#include "reports/words/local_time.h"

#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <ctime>
#include <mutex>

#include "reports/document/report.h"
#include "reports/words/language.h"

namespace deskready {
namespace {

/// Sets TZ while it lives; the C library knows no other way to a zone by name.
class Zone {
 public:
  explicit Zone(const std::string& zone) : set_(!zone.empty()) {
    if (!set_) return;
    if (const char* before = std::getenv("TZ")) before_ = before;
    setenv("TZ", zone.c_str(), 1);
    tzset();
  }
  ~Zone() {
    if (!set_) return;
    if (before_) {
      setenv("TZ", before_->c_str(), 1);
    } else {
      unsetenv("TZ");
    }
    tzset();
  }
  Zone(const Zone&) = delete;
  Zone& operator=(const Zone&) = delete;

 private:
  const bool set_;
  std::optional<std::string> before_;
};

constexpr std::array<std::string_view, 12> months = {"January",   "February", "March",    "April",
                                                     "May",       "June",     "July",     "August",
                                                     "September", "October",  "November", "December"};

}  // namespace

std::string local_time(std::string_view language, WallTime time, const std::string& zone) {
  static std::mutex one_at_a_time;
  const std::lock_guard lock(one_at_a_time);
  const Zone as_asked(zone);
  const std::time_t seconds =
      std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(time));
  std::tm local{};
  if (localtime_r(&seconds, &local) == nullptr) return format_time(time);
  const std::string clock = fmt::format("{:02}:{:02} {}", local.tm_hour, local.tm_min,
                                        local.tm_zone != nullptr ? local.tm_zone : "");
  return tr(language, "{day} {month} {year}, {clock}",
            {{"day", std::to_string(local.tm_mday)},
             {"month", tr(language, months[static_cast<std::size_t>(local.tm_mon)])},
             {"year", std::to_string(local.tm_year + 1900)},
             {"clock", clock}});
}

}  // namespace deskready
