#include "probes/probe.h"

#include <algorithm>

namespace deskready {

bool Context::asked(std::string_view fact_name) const {
  return std::any_of(questions.begin(), questions.end(),
                     [&](const Question& question) { return question.key.name == fact_name; });
}

void answer_the_rest(Facts& facts, const Context& context, std::span<const std::string_view> names,
                     const Unmeasured& why) {
  for (const Question& question : context.questions) {
    if (std::find(names.begin(), names.end(), question.key.name) == names.end()) continue;
    const std::string key = to_string(question.key);
    if (!facts.find(key) && !facts.why_not(key)) facts.cannot(key, why);
  }
}

}  // namespace deskready
