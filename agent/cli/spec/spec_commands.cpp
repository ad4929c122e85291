#include "agent/cli/spec/spec_commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "agent/cli/options.h"
#include "agent/cli/output.h"
#include "config/base/time.h"
#include "config/documents/documents.h"
#include "config/facts/catalogue.h"
#include "config/spec/chain/load.h"
#include "config/spec/language/writer.h"
#include "config/spec/lint.h"
#include "reports/document/report.h"
#include "reports/words/language.h"

namespace deskready {
namespace {

using Json = nlohmann::ordered_json;

/// "rule: loosened from voice-baseline: >= 5 Mbit/s, now >= 1 Mbit/s".
std::string in_words(const Changed& change) {
  std::string text = fmt::format("{}: {} from {}", change.rule, to_string(change.change), change.base);
  if (!change.from.empty()) text += fmt::format(": {}", change.from);
  if (!change.to.empty()) text += fmt::format(", now {}", change.to);
  return text;
}

Json fault_json(const SpecError& fault, std::string_view kind) {
  return {{"kind", kind},
          {"file", fault.where.file},
          {"line", fault.where.line},
          {"column", fault.where.column},
          {"offending", fault.offending},
          {"message", fault.message},
          {"hint", fault.hint}};
}

std::string lint_json(const std::string& file, const std::vector<SpecError>& errors,
                      const std::vector<SpecError>& flags, const Spec* spec) {
  Json document{{"schema", "deskready.lint/1"}, {"file", file}, {"faults", Json::array()}};
  for (const SpecError& error : errors) document["faults"].push_back(fault_json(error, "error"));
  for (const SpecError& flag : flags) document["faults"].push_back(fault_json(flag, "flag"));
  document["advice"] = Json::array();
  document["changes"] = Json::array();
  if (spec != nullptr) {
    for (const SpecError& one : advice(*spec)) document["advice"].push_back(fault_json(one, "advice"));
    document["rules"] = all_rules(*spec).size();
    document["questions"] = spec->questions.size();
    for (const Changed& change : spec->changes)
      document["changes"].push_back({{"rule", change.rule},
                                     {"change", to_string(change.change)},
                                     {"base", change.base},
                                     {"from", change.from},
                                     {"to", change.to}});
  }
  return dump(document) + "\n";
}

std::string lint_text(const std::string& file, const std::vector<SpecError>& faults, const Spec* spec) {
  std::string text;
  for (const SpecError& fault : faults) text += clean(to_string(fault)) + "\n";
  if (spec != nullptr) {
    for (const SpecError& one : advice(*spec)) text += fmt::format("note: {}\n", clean(to_string(one)));
    for (const Changed& change : spec->changes) text += fmt::format("{}: note: {}\n", file, in_words(change));
  }
  if (!faults.empty())
    return text + fmt::format("{}: {} fault{}\n", file, faults.size(), faults.size() == 1 ? "" : "s");
  const auto counted = [](std::size_t count, std::string_view what) {
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
  };
  return text + fmt::format("{}: no faults; {}, {}\n", file, counted(all_rules(*spec).size(), "rule"),
                            counted(spec->questions.size(), "question"));
}

}  // namespace

int spec_lint_command(const std::string& file, const std::string& format) {
  const auto spec = load_spec(file);
  const auto errors = spec ? std::vector<SpecError>() : spec.error();
  const auto flags =
      spec ? lint(*spec, format_time(SystemClock().now()).substr(0, 10)) : std::vector<SpecError>();
  const Spec* const known = spec ? &*spec : nullptr;
  const std::string text = format == "json" ? lint_json(file, errors, flags, known)
                                            : lint_text(file, spec ? flags : errors, known);
  return deliver({}, text) && errors.empty() && flags.empty() ? 0 : exit_unable;
}

int spec_show_command(const std::string& name) {
  const auto spec = load_spec(name);
  if (!spec) {
    complain(spec.error());
    return exit_unable;
  }
  std::string changes;
  for (const Changed& change : spec->changes) changes += "# " + in_words(change) + "\n";
  return deliver({}, changes + show_spec(*spec)) ? 0 : exit_unable;
}

int spec_list_command() {
  const auto all = shipped_specs();
  std::size_t width = 0;
  for (const ShippedSpec& shipped : all) width = std::max(width, shipped.name.size());
  std::string text;
  for (const ShippedSpec& shipped : all) {
    const auto spec = load_spec(shipped.name);
    if (!spec) {
      text += fmt::format("{:<{}}  faulty\n", shipped.name, width);
      continue;
    }
    text +=
        fmt::format("{:<{}}  {:>2} rules, {:>2} questions  {}{}\n", shipped.name, width,
                    all_rules(*spec).size(), spec->questions.size(),
                    spec->shipped_baseline ? "deskready's own list" : spec->employer + ", unofficial reading",
                    spec->published.empty() ? "" : " of " + spec->published);
  }
  return deliver({}, text) ? 0 : exit_unable;
}

int spec_facts_command(const std::string& format) {
  if (format == "markdown") return deliver({}, facts_page()) ? 0 : exit_unable;
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

int spec_schema_command() {
  return deliver({}, spec_schema()) ? 0 : exit_unable;
}

int spec_manual_command() {
  return deliver({}, spec_manual()) ? 0 : exit_unable;
}

}  // namespace deskready
