#include "reports/words/asking/question_words.h"

#include "reports/words/language.h"

namespace deskready {

std::string answer_of_before_words(std::string_view language, std::string_view employer,
                                   std::string_view answer) {
  return unmarked(tr(language,
                     "Before, you told {employer}: {answer}. Is it still so, and may this list know it?",
                     {{"employer", std::string(employer)}, {"answer", std::string(answer)}}));
}

}  // namespace deskready
