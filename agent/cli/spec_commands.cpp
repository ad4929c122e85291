// deskready spec lint | show | list | facts.
#include <fmt/format.h>

#include "agent/cli/options.h"
#include "agent/cli/output.h"
#include "config/catalogue.h"

namespace deskready {

int spec_lint_command(const std::string& file) {
  const auto spec = load_spec(file);
  if (!spec) {
    complain(spec.error());
    fmt::print(stderr, "{}: {} fault{}\n", file, spec.error().size(), spec.error().size() == 1 ? "" : "s");
    return exit_unable;
  }
  return deliver({}, fmt::format("{}: no faults; {} rules, {} questions\n", file, spec->rules.size(),
                                 spec->questions.size()))
             ? 0
             : exit_unable;
}

int spec_show_command(const std::string& name) {
  const auto spec = load_spec(name);
  if (!spec) {
    complain(spec.error());
    return exit_unable;
  }
  return deliver({}, show_spec(*spec)) ? 0 : exit_unable;
}

int spec_list_command() {
  std::string text;
  for (const ShippedSpec& shipped : shipped_specs()) {
    const auto spec = load_spec(shipped.name);
    text += fmt::format("{:<20} {}\n", shipped.name,
                        spec ? fmt::format("{} rules", spec->rules.size()) : "faulty");
  }
  return deliver({}, text) ? 0 : exit_unable;
}

int spec_facts_command() {
  std::string text;
  std::string_view part;
  for (const FactInfo& fact : catalogue()) {
    if (part != part_of(fact.name)) {
      text += fmt::format("{}{}\n", part.empty() ? "" : "\n", part_of(fact.name));
      part = part_of(fact.name);
    }
    const auto unit = unit_symbol(fact.unit);
    text += fmt::format("  {}  ({}, {})\n      {}\n", fact.name, unit.empty() ? to_string(fact.kind) : unit,
                        to_string(fact.known), fact.sentence);
  }
  return deliver({}, text) ? 0 : exit_unable;
}

}  // namespace deskready
