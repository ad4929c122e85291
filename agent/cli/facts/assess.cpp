#include "agent/cli/facts/assess.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <tuple>

#include "agent/check/identity.h"
#include "agent/check/past/facts_files.h"
#include "agent/cli/commands.h"
#include "agent/cli/named_specs.h"
#include "agent/cli/options.h"
#include "agent/cli/output.h"
#include "agent/cli/role.h"
#include "agent/terminal/talk.h"
#include "agent/terminal/wrap.h"
#include "config/base/time.h"
#include "config/spec/chain/needs.h"
#include "config/spec/questions.h"
#include "reports/assess/old_facts.h"
#include "reports/desk/employers.h"
#include "reports/words/table_words.h"

namespace deskready {
namespace {

constexpr Documents shown = Document::report | Document::comparison;

/// The first and the last moment at which the last check measured: a judgement makes old facts no younger,
/// and those that are older than it were taken over into it.
std::pair<WallTime, WallTime> measured_between(const Facts& facts, WallTime now) {
  constexpr auto longest_check = std::chrono::hours(1);
  if (facts.known.empty()) return {now, now};
  WallTime last{};
  for (const auto& [key, fact] : facts.known) last = std::max(last, fact.at);
  WallTime first = last;
  for (const auto& [key, fact] : facts.known) {
    if (fact.at >= last - longest_check) first = std::min(first, fact.at);
  }
  return {first, last};
}

/// Each once, though several specs ask for it.
void add_old(std::vector<OldFact>& old, const Report& report, const Spec& spec) {
  for (OldFact& one : old_facts(report.facts, report.started, &spec)) {
    const bool there =
        std::any_of(old.begin(), old.end(), [&](const OldFact& other) { return other.key == one.key; });
    if (!there) old.push_back(std::move(one));
  }
}

Report judged(const RecordedDocuments& recorded, const Spec& spec, const AssessOptions& options,
              WallTime now) {
  const RecordedComputer computer = recorded_for(recorded, spec);
  Circumstances circumstances;
  circumstances.far_end = computer.far_end;
  circumstances.reference = options.reference;
  circumstances.today = format_time(now).substr(0, 10);
  circumstances.answers = computer.answers;
  circumstances.guided = computer.guided;
  ReportHead head;
  head.id = random_id();
  head.reference = options.reference;
  head.role = options.role;
  std::tie(head.started, head.finished) = measured_between(computer.facts, now);
  head.agent_version = DESKREADY_VERSION;
  head.depth = "quick";
  head.conditions["far_end"] = to_string(circumstances.far_end);
  if (circumstances.guided) head.conditions["guided"] = true;
  Facts facts = computer.facts;
  Facts again;
  for (const auto& [key, first] : computer.earlier.known) {
    again.add(key, *facts.find(key));
    facts.add(key, first);
  }
  for (const FactKey& key : keys_of(spec)) {
    const std::string text = to_string(key);
    const FactInfo* info = find_fact(key.name);
    const Cause why =
        info != nullptr && info->from_history() ? Cause::too_little_history : Cause::not_recorded;
    if (!facts.find(text) && !facts.why_not(text)) facts.cannot(text, unmeasured(why));
  }
  return make_report(spec, {facts, again}, circumstances, head);
}

}  // namespace

int assess_command(const AssessOptions& options) {
  const Format& format = chosen_format(options.format, options.output, shown);
  std::vector<Spec> specs;
  if (!load_specs(options.specs, specs) || !know_role(specs, options.role)) return exit_unable;
  const auto computers = gather_facts(options.facts);
  if (!computers) {
    complain(computers.error());
    return exit_unable;
  }
  const WallTime now = SystemClock().now();
  std::vector<Report> reports;
  std::vector<EmployerRow> rows;
  const auto together = needs_together(specs);
  for (const RecordedDocuments& computer : *computers) {
    std::vector<OldFact> old;
    for (const Spec& spec : specs) {
      reports.push_back(judged(computer, spec, options, now));
      add_old(old, reports.back(), spec);
      rows.push_back(employer_row(computer.name, spec, reports.back()));
    }
    if (!old.empty())
      complain(fmt::format("{}: these were measured long before the newest of its facts: {}", computer.name,
                           ages_of("en", old)));
    // Who works for both may have both employers' programs open; no employer's report says so.
    if (together)
      rows.push_back(employer_row(computer.name, *together, judged(computer, *together, options, now)));
  }
  // One report is read as a report; several are compared where the format can.
  const bool table =
      format.shows.any_of(Document::comparison) && (format.render == nullptr || reports.size() > 1);
  if (const std::string fault = count_fault(format, reports.size()); !table && !fault.empty()) {
    complain(fault);
    return exit_unable;
  }
  const bool to_terminal = goes_to_terminal(options.output);
  const std::string text =
      table ? written(format, {{"text", [&] { return employers_text(rows, table_width(options.output)); }},
                               {"csv", [&] { return employers_csv(rows); }}})
            : render_all(reports, format, "en", to_terminal);
  if (!deliver(options.output, text)) return exit_unable;
  Verdict worst = Verdict::ready;
  for (const Report& report : reports) worst = std::max(worst, report.verdict);
  // Below the steps, as after a check.
  if (to_terminal && &format == formats().front() && worst != Verdict::ready)
    talk(
        in_lines("\nWhen that is done, write the facts anew by deskready facts --format json, and judge them "
                 "by the same command."));
  return exit_code(worst);
}

void add_assess(CLI::App& app, int& code) {
  const auto words = std::make_shared<AssessOptions>();
  CLI::App* sub = add_command(app, "assess", "Judge recorded facts",
                              "deskready assess --spec acme.toml --facts facts.json");
  sub->add_option("--spec", words->specs, "Specs to judge by")->required();
  sub->add_option(
         "--facts", words->facts,
         "Files that `deskready facts --format json` wrote, or reports; NAME=FILE for several files of one "
         "computer")
      ->required();
  add_format_option(*sub, words->format, shown);
  sub->add_option("--role", words->role, "The work applied for, as the employer calls it");
  add_output_option(*sub, words->output);
  add_reference_option(*sub, words->reference, "The number that the employer gave");
  sub->callback([words, &code] { code = assess_command(*words); });
}

}  // namespace deskready
