#include "agent/daemon/schedule/alarm.h"

#include <algorithm>
#include <utility>

#include "config/base/json/json_read.h"

namespace deskready {
namespace {

constexpr std::int64_t most_agreeing = 1'000'000;

}  // namespace

Alarm::Next Alarm::heard(std::string_view verdict, bool is_retest) {
  const bool no_news = verdict == told_ || (told_.empty() && verdict == "ready");
  if (no_news) {
    if (told_.empty()) told_ = verdict;
    candidate_.clear();
    agreeing_ = 0;
    return Next::nothing;
  }
  if (verdict != candidate_) {
    candidate_ = verdict;
    agreeing_ = 0;
  } else if (is_retest) {
    if (agreeing_ < after_) return Next::nothing;
    told_before_ = std::exchange(told_, std::exchange(candidate_, {}));
    agreeing_ = 0;
    return Next::tell;
  }
  // A retest that disagrees with the check before it begins a count of its own but is no check of its own.
  if (is_retest) return Next::nothing;
  return ++agreeing_ >= after_ ? Next::retest : Next::nothing;
}

nlohmann::json Alarm::to_json() const {
  return {{"told", told_}, {"told_before", told_before_}, {"candidate", candidate_}, {"agreeing", agreeing_}};
}

Alarm Alarm::from_json(const nlohmann::json& json) {
  Alarm alarm;
  alarm.told_ = text_of(json, "told");
  alarm.told_before_ = text_of(json, "told_before");
  alarm.candidate_ = text_of(json, "candidate");
  if (const auto agreeing = count_of(json, "agreeing"))
    alarm.agreeing_ = static_cast<int>(std::min<std::int64_t>(*agreeing, most_agreeing));
  return alarm;
}

}  // namespace deskready
