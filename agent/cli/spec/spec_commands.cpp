#include "agent/cli/spec/spec_commands.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "agent/cli/commands.h"
#include "agent/cli/options.h"
#include "agent/cli/output.h"
#include "agent/cli/spec/spec_accept.h"
#include "agent/cli/spec/spec_init.h"
#include "agent/cli/spec/spec_sign.h"
#include "agent/trust/fetched_spec.h"
#include "agent/trust/opened_spec.h"
#include "config/base/outward/outward.h"
#include "config/base/outward/table.h"
#include "config/base/text.h"
#include "config/base/time.h"
#include "config/documents/documents.h"
#include "config/facts/catalogue.h"
#include "config/spec/chain/load.h"
#include "config/spec/language/target_lists.h"
#include "config/spec/language/writer.h"
#include "config/spec/lint/lint.h"
#include "reports/document/report.h"

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

/// "1 rule", "2 rules".
std::string counted(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string lint_text(const std::string& file, const std::vector<SpecError>& faults, const Spec* spec) {
  std::string text;
  const auto line = [&](const std::string& what) { text += line_for(Standard::output, what); };
  for (const SpecError& fault : faults) line(to_string(fault));
  if (spec != nullptr) {
    for (const SpecError& one : advice(*spec)) line("note: " + to_string(one));
    for (const Changed& change : spec->changes) line(fmt::format("{}: note: {}", file, in_words(change)));
  }
  if (!faults.empty())
    line(fmt::format("{}: {}", file, counted(faults.size(), "fault")));
  else
    line(fmt::format("{}: no faults; {}, {}", file, counted(all_rules(*spec).size(), "rule"),
                     counted(spec->questions.size(), "question")));
  return text;
}

std::string catalogue_text() {
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
  return text;
}

}  // namespace

int spec_lint_command(const std::string& file, const std::string& format) {
  const auto opened = open_spec(file, fetched_spec);
  const Spec* const spec = opened ? &opened->spec : nullptr;
  const auto errors = opened ? std::vector<SpecError>() : opened.error();
  const auto flags =
      spec ? lint(*spec, format_time(SystemClock().now()).substr(0, 10)) : std::vector<SpecError>();
  const std::string text = written(chosen_format(format, {}, Document::lint),
                                   {{"text", [&] { return lint_text(file, opened ? flags : errors, spec); }},
                                    {"json", [&] { return lint_json(file, errors, flags, spec); }}});
  return deliver({}, text) && errors.empty() && flags.empty() ? 0 : exit_unable;
}

int spec_show_command(const std::string& name) {
  const auto opened = open_spec(name, fetched_spec);
  if (!opened) {
    complain(opened.error());
    return exit_unable;
  }
  const Spec& spec = opened->spec;
  std::string changes;
  for (const Changed& change : spec.changes) changes += "# " + for_terminal(in_words(change)) + "\n";
  return deliver({}, changes + show_spec(spec)) ? 0 : exit_unable;
}

/// The shipped lists of targets, a line each.
std::string lists_of_targets() {
  std::vector<std::vector<std::string>> rows;
  for (const ShippedTargets& shipped : shipped_targets()) {
    const auto list = read_target_list(shipped.text, std::string(shipped.name));
    if (!list) {
      rows.push_back({std::string(shipped.name), "", "faulty"});
      continue;
    }
    std::set<std::string> names;
    for (const ListedTarget& row : list->rows) names.insert(row.target.name);
    const std::vector<std::string> regions = regions_of(*list);
    rows.push_back({std::string(shipped.name) + (regions.empty() ? "" : "/REGION"),
                    fmt::format("{}", fmt::join(names, ", ")),
                    list->provider + (regions.empty() ? "" : ": " + joined(regions))});
  }
  constexpr std::size_t most[] = {0, 0, 0};
  return "\nHosts of providers, unofficial, for targets = \"…\" in [spec]:\n" +
         table_of(rows, most, table_width({}));
}

int spec_list_command() {
  std::vector<std::vector<std::string>> rows;
  for (const ShippedSpec& shipped : shipped_specs()) {
    const auto spec = load_spec(shipped.name);
    if (!spec) {
      rows.push_back({std::string(shipped.name), "", "faulty"});
      continue;
    }
    rows.push_back(
        {std::string(shipped.name),
         fmt::format("{:>8}, {:>12}", counted(all_rules(*spec).size(), "rule"),
                     counted(spec->questions.size(), "question")),
         (spec->shipped_baseline ? "deskready's own list" : spec->employer + ", unofficial reading") +
             (spec->published.empty() ? "" : " of " + spec->published)});
  }
  constexpr std::size_t most[] = {0, 0, 0};
  return deliver({}, table_of(rows, most, table_width({})) + lists_of_targets()) ? 0 : exit_unable;
}

int spec_facts_command(const std::string& format) {
  const std::string text = written(chosen_format(format, {}, Document::catalogue),
                                   {{"text", catalogue_text}, {"markdown", facts_page}});
  return deliver({}, text) ? 0 : exit_unable;
}

int spec_schema_command() {
  return deliver({}, spec_schema()) ? 0 : exit_unable;
}

int spec_manual_command() {
  return deliver({}, spec_manual()) ? 0 : exit_unable;
}

void add_spec(CLI::App& app, int& code) {
  struct Words {
    std::string name, format;
  };
  const auto words = std::make_shared<Words>();
  CLI::App* spec = add_command(app, "spec", "Look at specs", "deskready spec lint acme.toml");
  spec->require_subcommand(1);
  add_spec_init(*spec, code);
  add_spec_sign(*spec, code);
  add_spec_accept(*spec, code);
  CLI::App* lint = add_command(*spec, "lint", "Find the faults of a spec", "deskready spec lint acme.toml");
  lint->add_option("FILE", words->name, "The spec's file")->required();
  add_format_option(*lint, words->format, Document::lint);
  lint->callback([words, &code] { code = spec_lint_command(words->name, words->format); });
  CLI::App* show = add_command(*spec, "show", "Print a spec with all that it extends",
                               "deskready spec show voice-baseline");
  show->add_option("NAME", words->name, "A shipped spec's name, a file, or an https:// address")->required();
  show->callback([words, &code] { code = spec_show_command(words->name); });
  add_command(*spec, "list", "List the shipped specs", "deskready spec list")->callback([&code] {
    code = spec_list_command();
  });
  CLI::App* facts = add_command(*spec, "facts", "List every fact that a spec can ask about",
                                "deskready spec facts --format markdown");
  add_format_option(*facts, words->format, Document::catalogue);
  facts->callback([words, &code] { code = spec_facts_command(words->format); });
  add_command(*spec, "schema", "Print the JSON Schema of a spec, for editors", "deskready spec schema")
      ->callback([&code] { code = spec_schema_command(); });
  add_command(*spec, "manual", "Print the manual page of the spec's language",
              "deskready spec manual | man -l -")
      ->callback([&code] { code = spec_manual_command(); });
}

}  // namespace deskready
