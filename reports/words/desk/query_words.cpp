#include "reports/words/desk/query_words.h"

#include "config/base/outward/outward.h"
#include "reports/words/language.h"
#include "reports/words/refusals/trust_words.h"

namespace deskready {
namespace {

std::string said(std::string_view language, std::string_view english, const Arguments& arguments = {}) {
  return unmarked(tr(language, english, arguments));
}

}  // namespace

std::string what_if_words(std::string_view language, std::string_view rule, std::size_t reports,
                          std::size_t ready_now, std::size_t ready_then, std::size_t unknown) {
  std::string words = said(language, "With {rule}: {then} of {all} ready, now {now}.",
                           {{"rule", for_terminal(rule)},
                            {"then", std::to_string(ready_then)},
                            {"all", std::to_string(reports)},
                            {"now", std::to_string(ready_now)}});
  if (unknown > 0)
    words +=
        " " + said(language,
                   "Of {count} it cannot be told: their spec is not known here (name it with --spec), or "
                   "they do not have that figure so far up.",
                   {{"count", std::to_string(unknown)}});
  return words;
}

std::string no_what_if_words(std::string_view language, std::string_view typed, std::string_view why) {
  return said(language, "\"{typed}\" is no rule; write it like \"network.download >= 20 Mbps\"{why}",
              {{"typed", for_terminal(typed)}, {"why", why.empty() ? "" : ": " + for_terminal(why)}});
}

std::string no_person_words(std::string_view language, std::size_t line) {
  return said(language, "line {line} has no reference. {what}",
              {{"line", std::to_string(line)}, {"what", bad_reference_words(language)}});
}

std::string no_people_words(std::string_view language) {
  return said(language,
              "nobody stands in it; write a reference a line, or a table with a column \"reference\"");
}

}  // namespace deskready
