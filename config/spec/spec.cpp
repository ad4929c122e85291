#include "config/spec/spec.h"

#include <fmt/format.h>

namespace deskready {

std::vector<const Rule*> all_rules(const Spec& spec) {
  std::vector<const Rule*> rules;
  for (const Rule& rule : spec.rules) rules.push_back(&rule);
  for (const OneOf& choice : spec.choices) {
    for (const Alternative& alternative : choice.alternatives) {
      for (const Rule& rule : alternative.rules) rules.push_back(&rule);
    }
  }
  return rules;
}

std::vector<std::string> ids_of(const Spec& spec) {
  std::vector<std::string> ids;
  for (const Rule& rule : spec.rules) ids.push_back(rule.id);
  for (const OneOf& choice : spec.choices) ids.push_back("one_of." + choice.name);
  for (const PersonQuestion& question : spec.questions) ids.push_back("ask." + question.name);
  return ids;
}

std::string who_asks(const std::string& employer, const std::string& list) {
  return employer.empty() ? list : employer;
}

std::string who_asks(const Spec& spec) {
  return who_asks(spec.employer, spec.name);
}

std::string_view to_string(Evidence evidence) {
  constexpr std::string_view names[] = {"any", "challenged", "witnessed"};
  return names[static_cast<std::size_t>(evidence)];
}

std::string_view to_string(PublicTest said) {
  constexpr std::string_view names[] = {"", "allowed", "forbidden"};
  return names[static_cast<std::size_t>(said)];
}

bool judges_public_tests(const Spec& spec) {
  if (spec.public_test == PublicTest::unsaid) return spec.far_end_url.empty();
  return spec.public_test == PublicTest::allowed;
}

std::string_view to_string(Change change) {
  constexpr std::string_view names[] = {"tightened", "loosened", "changed", "removed"};
  return names[static_cast<std::size_t>(change)];
}

std::string_view text_in(const Texts& texts, std::string_view language) {
  for (const std::string& wanted : {std::string(language), std::string("en")}) {
    if (const auto found = texts.find(wanted); found != texts.end()) return found->second;
  }
  return texts.empty() ? std::string_view() : std::string_view(texts.begin()->second);
}

}  // namespace deskready
