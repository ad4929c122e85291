#include "reports/words/refusals/json_words.h"

#include "reports/words/language.h"

namespace deskready {
namespace {

std::string_view english_of(JsonRefusal::Why why) {
  switch (why) {
    case JsonRefusal::Why::too_large:
      return "it is larger than {number} bytes";
    case JsonRefusal::Why::too_deep:
      return "it is deeper than {number} levels";
    case JsonRefusal::Why::too_many:
      return "it has more than {number} values";
    case JsonRefusal::Why::name_twice:
      return "the name {name} stands twice in one object";
    case JsonRefusal::Why::no_json:
      return "it is no JSON, from byte {number} on";
  }
  return {};
}

}  // namespace

std::string refusal_words(std::string_view language, const JsonRefusal& refusal) {
  return unmarked(tr(language, english_of(refusal.why),
                     {{"number", std::to_string(refusal.number)}, {"name", refusal.name}}));
}

}  // namespace deskready
