#include "reports/words/refusals/recheck_words.h"

#include "reports/words/language.h"

namespace deskready {

std::string nothing_earlier_words(std::string_view language, NothingEarlier why, const std::string& whom) {
  const std::string_view english =
      why == NothingEarlier::other_list
          ? "the list of {whom} has changed since the last check; deskready check runs a whole one"
      : why == NothingEarlier::other_computer
          ? "the last check for {whom} was of another computer; deskready check runs a whole one"
          : "for {whom} no earlier check still holds; deskready check runs a whole one";
  return unmarked(tr(language, english, {{"whom", whom}}));
}

std::string far_end_of_before_words(std::string_view language, const std::string& host) {
  return unmarked(tr(language,
                     "the line is measured to {host} again, as you chose for the check before; \"deskready "
                     "forget --far-ends\" takes that back",
                     {{"host", host}}));
}

std::string far_end_not_kept_words(std::string_view language, const std::string& why) {
  return unmarked(
      tr(language, "what you chose for your line is not kept for a recheck: {why}", {{"why", why}}));
}

}  // namespace deskready
