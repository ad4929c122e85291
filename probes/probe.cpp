#include "probes/probe.h"

#include <algorithm>

namespace deskready {

bool Context::asked(std::string_view fact_name) const {
  return std::any_of(questions.begin(), questions.end(),
                     [&](const Question& question) { return question.key.name == fact_name; });
}

void answer_the_rest(Facts& facts, std::span<const Question> questions, const Unmeasured& why) {
  for (const Question& question : questions) {
    if (question.key.name.find('<') != std::string::npos) continue;
    const std::string key = to_string(question.key);
    if (!facts.find(key) && !facts.why_not(key)) facts.cannot(key, why);
  }
}

void answer_the_rest(Facts& facts, const Context& context, const Unmeasured& why) {
  answer_the_rest(facts, context.questions, why);
}

}  // namespace deskready
