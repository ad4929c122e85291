#include "agent/daemon/schedule/alarm.h"

#include <utility>

namespace deskready {

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

Alarm Alarm::from_json(const nlohmann::json& json, int after) {
  Alarm alarm(after);
  if (!json.is_object()) return alarm;
  const auto text = [&](const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  alarm.told_ = text("told");
  alarm.told_before_ = text("told_before");
  alarm.candidate_ = text("candidate");
  const auto agreeing = json.find("agreeing");
  if (agreeing != json.end() && agreeing->is_number_integer()) alarm.agreeing_ = agreeing->get<int>();
  return alarm;
}

}  // namespace deskready
