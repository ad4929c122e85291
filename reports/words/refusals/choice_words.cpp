#include "reports/words/refusals/choice_words.h"

#include <vector>

#include "config/base/nearest.h"
#include "reports/words/language.h"

namespace deskready {

std::string one_of_words(std::string_view language, std::span<const std::string_view> words) {
  std::string list;
  for (std::size_t i = 0; i + 1 < words.size(); ++i) list += (i > 0 ? ", " : "") + std::string(words[i]);
  if (words.size() < 2) return words.empty() ? list : std::string(words.front());
  return unmarked(tr(language, "{words} or {last}", {{"words", list}, {"last", std::string(words.back())}}));
}

std::string instead_of(std::string_view language, std::string_view wrong,
                       std::span<const std::string_view> known) {
  constexpr std::size_t most = 10;  // a longer list hides what was meant
  const std::vector<std::string> near = nearest(wrong, known);
  const std::string all = one_of_words(language, known);
  if (near.empty()) return unmarked(tr(language, "use {words}", {{"words", all}}));
  const std::string meant = one_of_words(language, std::vector<std::string_view>(near.begin(), near.end()));
  return unmarked(known.size() > most ? tr(language, "did you mean {meant}?", {{"meant", meant}})
                                      : tr(language, "did you mean {meant}? Use {words}",
                                           {{"meant", meant}, {"words", all}}));
}

}  // namespace deskready
