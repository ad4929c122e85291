#include "agent/check/measuring/counted.h"

#include <algorithm>

#include "reports/words/asking/question_words.h"

namespace deskready {

void CountedConversation::progress(std::string_view what) {
  if (parts_ < 2) return person_.progress(what);
  person_.progress(part_words("en", what, std::min(ended_ + 1, parts_), parts_));
}

}  // namespace deskready
