#include "probes/probe.h"

#include <algorithm>

#include "config/facts/catalogue.h"

namespace deskready {

bool Context::asked(std::string_view fact_name) const {
  return std::any_of(questions.begin(), questions.end(),
                     [&](const Question& question) { return question.key.name == fact_name; });
}

void answer_the_rest(Facts& facts, std::span<const Question> questions,
                     std::span<const std::string_view> names, const Unmeasured& why) {
  for (const Question& question : questions) {
    const std::string_view name = question.key.name;
    if (std::find(names.begin(), names.end(), catalogue_name(name)) == names.end()) continue;
    if (name.find('<') != std::string_view::npos) continue;
    const std::string key = to_string(question.key);
    if (!facts.find(key) && !facts.why_not(key)) facts.cannot(key, why);
  }
}

void answer_the_rest(Facts& facts, const Context& context, std::span<const std::string_view> names,
                     const Unmeasured& why) {
  answer_the_rest(facts, context.questions, names, why);
}

}  // namespace deskready
