#include "reports/words/asking/question_words.h"

#include "reports/words/language.h"

namespace deskready {

std::string answer_of_before_words(std::string_view language, std::string_view employer,
                                   std::string_view answer) {
  return unmarked(tr(language,
                     "Before, you told {employer}: {answer}. Is it still so, and may this list know it?",
                     {{"employer", std::string(employer)}, {"answer", std::string(answer)}}));
}

std::string prompt_words(std::string_view language, bool enter_answers) {
  return enter_answers ? tr(language, "Press Enter when it is so (s to skip): ")
                       : tr(language, "Your answer (s or just Enter to skip): ");
}

std::string no_answer_words(std::string_view language, bool enter_answers, std::size_t answers) {
  if (enter_answers) return tr(language, "That is no answer here; press Enter, or type s to skip.");
  return unmarked(tr(language, "That is none of the answers; type a number from 1 to {last}, or s to skip.",
                     {{"last", std::to_string(answers)}}));
}

std::string long_list_words(std::string_view language, std::size_t answers) {
  return unmarked(tr(language, "There are {count}. Type a part of the name, or ? to see them all.",
                     {{"count", std::to_string(answers)}}));
}

std::string not_in_list_words(std::string_view language, std::string_view typed) {
  return unmarked(tr(language,
                     "None of them has \"{typed}\" in its name; type another part, or ? to see them all.",
                     {{"typed", std::string(typed)}}));
}

std::string near_in_list_words(std::string_view language) {
  return tr(language, "Did you mean one of these?");
}

std::string part_words(std::string_view language, std::string_view what, std::size_t part,
                       std::size_t parts) {
  return unmarked(
      tr(language, "{what}, part {part} of {parts}",
         {{"what", std::string(what)}, {"part", std::to_string(part)}, {"parts", std::to_string(parts)}}));
}

std::string skipped_words(std::string_view language) {
  return tr(language, "Skipped.");
}

}  // namespace deskready
