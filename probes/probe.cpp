#include "probes/probe.h"

#include <algorithm>

#include "config/facts/catalogue.h"

namespace deskready {

bool Context::asked(std::string_view fact_name) const {
  return std::any_of(questions.begin(), questions.end(),
                     [&](const Question& question) { return question.key.name == fact_name; });
}

Fact inventory(const Context& context, Value value, Method how) {
  Fact fact;
  fact.value = std::move(value);
  fact.how = std::move(how);
  fact.at = context.clock.now();
  return fact;
}

bool answers(const Probe& probe, const FactKey& key) {
  const auto name = catalogue_name(key.name);
  if (std::find(probe.facts.begin(), probe.facts.end(), name) == probe.facts.end()) return false;
  const FactInfo* info = find_fact(key.name);
  if (info == nullptr || info->target_probe.empty()) return true;
  return key.target.empty() == (info->target_probe != probe.name);
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
