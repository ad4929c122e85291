#include "probes/system/reading.h"

namespace deskready::system_facts {

Probe reading_probe(std::string_view name, std::span<const std::string_view> facts,
                    Facts (*measure)(Context&)) {
  Probe probe;
  probe.name = name;
  probe.facts = facts;
  probe.worst_cost = [](std::span<const Question>, Depth) { return Cost{}; };
  probe.measure = measure;
  return probe;
}

Fact inventory(const Context& context, Value value, std::string method) {
  Fact fact;
  fact.value = std::move(value);
  fact.method = std::move(method);
  fact.at = context.clock.now();
  return fact;
}

Facts answered(Facts facts, const Context& context, std::span<const std::string_view> names,
               std::string why) {
  Facts asked;
  for (auto& [key, fact] : facts.known) {
    if (context.asked(key)) asked.add(key, std::move(fact));
  }
  for (auto& [key, reason] : facts.unknown) {
    if (context.asked(key)) asked.cannot(key, std::move(reason));
  }
  answer_the_rest(asked, context, names, unmeasured(Cause::unsupported, std::move(why)));
  return asked;
}

}  // namespace deskready::system_facts
