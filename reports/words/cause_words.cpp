#include "reports/words/cause_words.h"

#include "reports/words/detail_words.h"
#include "reports/words/history_words.h"

namespace deskready {

std::string cause_detail(std::string_view language, Cause cause, const Arguments& arguments) {
  const auto detail = arguments.find("detail");
  if (detail != arguments.end() && !detail->second.empty())
    return unmarked(detail_sentence(language, arguments));
  return cause == Cause::too_little_history ? too_little_words(language, arguments) : std::string();
}

std::string cause_sentence(std::string_view language, Cause cause, const Arguments& arguments) {
  std::string english(info(cause).sentence);
  Arguments all = arguments;
  const std::string detail = all["detail"] = cause_detail(language, cause, arguments);
  constexpr std::string_view place = ": {detail}";
  if (english.ends_with(place)) {
    if (detail.empty()) {
      english.replace(english.size() - place.size(), place.size(), ".");
    } else if (!detail.ends_with('.')) {
      english += '.';
    }
  } else if (detail.empty() && english.find("{detail}") != std::string::npos) {
    english = "It was measured only up to a point.";
  }
  return tr(language, english, all);
}

std::string cause_action(std::string_view language, Cause cause) {
  return tr(language, info(cause).action);
}

}  // namespace deskready
