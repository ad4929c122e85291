#include "probes/system/reading.h"

#include "config/facts/catalogue.h"

namespace deskready::system_facts {

Probe reading_probe(std::string_view name, Facts (*measure)(Context&)) {
  Probe probe;
  probe.name = name;
  probe.facts = names_of(name);
  probe.worst_cost = [](std::span<const Question>, Depth) { return Cost{}; };
  probe.measure = measure;
  return probe;
}

std::vector<std::string> asked_names(const Context& context, std::string_view pattern) {
  const auto open = pattern.find('<'), close = pattern.find('>');
  std::vector<std::string> names;
  for (const Question& question : context.questions) {
    const std::string_view name = question.key.name;
    if (catalogue_name(name) != pattern) continue;
    names.emplace_back(name.substr(open, name.size() - open - (pattern.size() - close - 1)));
  }
  return names;
}

std::string with_name(std::string_view pattern, std::string_view name) {
  const auto open = pattern.find('<'), close = pattern.find('>');
  return std::string(pattern.substr(0, open)) + std::string(name) + std::string(pattern.substr(close + 1));
}

Facts answered(Facts facts, const Context& context, const Explanation& why) {
  Facts asked;
  // A question for "<name>" asks for all that there are.
  const auto wanted = [&](std::string_view key) {
    return context.asked(key) || context.asked(catalogue_name(key));
  };
  for (auto& [key, fact] : facts.known) {
    if (wanted(key)) asked.add(key, std::move(fact));
  }
  for (auto& [key, reason] : facts.unknown) {
    if (wanted(key)) asked.cannot(key, std::move(reason));
  }
  answer_the_rest(asked, context, unmeasured(Cause::unsupported, why));
  return asked;
}

}  // namespace deskready::system_facts
