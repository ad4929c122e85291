#include "agent/cli/facts/facts.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "agent/check/interrupts.h"
#include "agent/check/measured_facts.h"
#include "agent/cli/check/line_choice.h"
#include "agent/cli/check/terminal_attendant.h"
#include "agent/cli/commands.h"
#include "agent/cli/facts/facts_text.h"
#include "agent/cli/measuring_options.h"
#include "agent/cli/named_specs.h"
#include "agent/cli/output.h"
#include "reports/document/fact_json.h"

namespace deskready {
namespace {

nlohmann::ordered_json document_of(const MeasuredFacts& measured) {
  auto document = to_json(measured.facts);
  for (const auto& [key, figures] : measured.attempts) {
    for (const Fact& fact : figures) document["attempts"][key].push_back(fact_to_json(key, fact));
  }
  document["conditions"] = {{"far_end", to_string(measured.far_end)}};
  // So that `assess` can tell a spec's own far end from another one. Facts stay at home.
  if (!measured.far_end_url.empty()) document["conditions"]["far_end_url"] = measured.far_end_url;
  if (!measured.specs.empty()) document["for"] = measured.specs;
  return document;
}

/// One document; several have a line each.
std::string as_json(const std::vector<MeasuredFacts>& all) {
  std::string text;
  for (const MeasuredFacts& measured : all) text += dump(document_of(measured), all.size() > 1) + "\n";
  return text;
}

std::string as_text(const std::vector<MeasuredFacts>& all, std::size_t width) {
  std::string text = facts_as_text(all.front().facts, width);
  for (std::size_t i = 1; i < all.size(); ++i) {
    text += fmt::format("\nTo {}:\n{}", all[i].far_end_url, facts_as_text(all[i].facts, width));
  }
  return text;
}

}  // namespace

int facts_command(const CheckOptions& given) {
  CheckOptions options = given;
  std::vector<Spec> specs;
  if (!load_accepted_specs(options.specs, specs)) return exit_unable;
  if (const std::string why = why_not_writable(options.output); !why.empty()) {
    complain(why);
    return exit_unable;
  }
  const auto settings = load_settings(std::nullopt);
  if (!settings) {
    complain(settings.error());
    return exit_unable;
  }
  if (!take_public_test(options, *settings)) return exit_unable;
  take_choices_of_before(options, specs, *settings);
  const Interrupts interrupts;
  TerminalAttendant attendant(options, interrupts.token());
  const auto measured = measure_facts(options, specs, *settings, attendant, interrupts.token());
  if (!measured) {
    if (!measured.error().declined) complain(measured.error().why);
    return exit_unable;
  }
  const Format& format = chosen_format(options.format, options.output, Document::facts);
  const bool delivered =
      deliver(options.output,
              written(format, {{"text", [&] { return as_text(*measured, table_width(options.output)); }},
                               {"json", [&] { return as_json(*measured); }}}));
  return delivered && !interrupts.token().stop_requested() ? 0 : exit_unable;
}

void add_facts(CLI::App& app, int& code) {
  const auto words = std::make_shared<MeasuringWords>();
  CLI::App* sub =
      add_command(app, "facts", "Measure and print facts; judge nothing", "deskready facts --only system");
  sub->add_option("--for", words->options.specs, "Measure what these specs ask for, to their limits");
  add_measuring_options(*sub, *words, Document::facts);
  add_only_option(*sub, *words);
  add_root_option(*sub, words->options.root, "Read the system facts below this folder (a recorded machine)");
  sub->callback([words, &code] { code = finish_measuring(*words, facts_command); });
}

}  // namespace deskready
