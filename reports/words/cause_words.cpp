#include "reports/words/cause_words.h"

namespace deskready {

std::string cause_sentence(std::string_view language, Cause cause, const Arguments& arguments) {
  std::string english(info(cause).sentence);
  const auto detail = arguments.find("detail");
  constexpr std::string_view place = ": {detail}";
  if (english.ends_with(place)) {
    if (detail == arguments.end() || detail->second.empty()) {
      english.replace(english.size() - place.size(), place.size(), ".");
    } else if (!detail->second.ends_with('.')) {
      english += '.';
    }
  } else if (detail == arguments.end() && english.find("{detail}") != std::string::npos) {
    english = "It was measured only up to a point.";
  }
  return tr(language, english, arguments);
}

}  // namespace deskready
