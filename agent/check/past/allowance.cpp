#include "agent/check/past/allowance.h"

#include <algorithm>

#include "config/base/zone/zone.h"

namespace deskready {
namespace {

std::uint64_t left_of(std::uint64_t limit, std::uint64_t used) {
  return limit > used ? limit - used : 0;
}

}  // namespace

std::uint64_t allowance_left(const Settings& settings, const DataUsed& used) {
  return std::min({settings.run_bytes, left_of(settings.day_bytes, used.day_bytes),
                   left_of(settings.month_bytes, used.month_bytes)});
}

DataUsed data_used(const std::vector<Spent>& spent, WallTime now) {
  const cctz::time_zone zone = local_zone_or_last();
  const cctz::civil_second local = cctz::convert(std::chrono::floor<std::chrono::seconds>(now), zone);
  const WallTime day = zone.lookup(cctz::civil_second(cctz::civil_day(local))).pre;
  const WallTime month = zone.lookup(cctz::civil_second(cctz::civil_month(local))).pre;
  DataUsed used;
  for (const Spent& one : spent) {
    if (one.at >= day) used.day_bytes += one.bytes;
    if (one.at >= month) used.month_bytes += one.bytes;
  }
  return used;
}

tl::expected<std::vector<Spent>, std::string> spent_lately(const History& history, WallTime now) {
  // A month, and one more in case the clock is set back.
  return history.spent(now - std::chrono::hours(24 * 62));
}

}  // namespace deskready
