#include "agent/cli/assess.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "agent/check/identity.h"
#include "agent/check/past/recorded_facts.h"
#include "agent/check/system_clock.h"
#include "agent/cli/options.h"
#include "agent/cli/output.h"
#include "reports/desk/employers.h"

namespace deskready {
namespace {

/// The first and the last moment at which something was measured: a judgement makes old facts no younger.
std::pair<WallTime, WallTime> measured_between(const Facts& facts, WallTime now) {
  if (facts.known.empty()) return {now, now};
  const auto [first, last] =
      std::minmax_element(facts.known.begin(), facts.known.end(),
                          [](const auto& a, const auto& b) { return a.second.at < b.second.at; });
  return {first->second.at, last->second.at};
}

Report judged(const RecordedComputer& computer, const Spec& spec, const AssessOptions& options,
              WallTime now) {
  Circumstances circumstances;
  circumstances.far_end = far_end_for(computer, spec);
  circumstances.reference = options.reference;
  circumstances.today = format_time(now).substr(0, 10);
  if (const auto answers = computer.answers.find(spec.name); answers != computer.answers.end())
    circumstances.answers = answers->second;
  ReportHead head;
  head.id = random_id();
  head.reference = options.reference;
  head.role = options.role;
  std::tie(head.started, head.finished) = measured_between(computer.facts, now);
  head.agent_version = DESKREADY_VERSION;
  head.depth = "quick";
  head.conditions["far_end"] = to_string(circumstances.far_end);
  Facts facts = computer.facts;
  Facts again;
  for (const auto& [key, first] : computer.earlier.known) {
    again.add(key, *facts.find(key));
    facts.add(key, first);
  }
  for (const FactKey& key : keys_of(spec)) {
    const std::string text = to_string(key);
    const FactInfo* info = find_fact(key.name);
    const Cause why = info != nullptr && info->from_history ? Cause::too_little_history : Cause::not_selected;
    if (!facts.find(text) && !facts.why_not(text)) facts.cannot(text, unmeasured(why));
  }
  return make_report(spec, {facts, again}, circumstances, head);
}

}  // namespace

int assess_command(const AssessOptions& options) {
  const bool csv =
      lower_case(options.format) == "csv" || (options.format.empty() && file_type(options.output) == "csv");
  const std::string format = csv ? "text" : chosen_format(options.format, options.output);
  if (format.empty()) {
    complain(fmt::format("there is no format \"{}\"; use text, csv, json or html", options.format));
    return exit_unable;
  }
  std::vector<Spec> specs;
  if (!load_specs(options.specs, specs)) return exit_unable;
  const auto computers = gather_facts(options.facts);
  if (!computers) {
    complain(computers.error());
    return exit_unable;
  }
  const WallTime now = SystemClock().now();
  std::vector<Report> reports;
  std::vector<EmployerRow> rows;
  const auto together = needs_together(specs);
  for (const RecordedComputer& computer : *computers) {
    for (const Spec& spec : specs) {
      reports.push_back(judged(computer, spec, options, now));
      rows.push_back(employer_row(computer.name, spec, reports.back()));
    }
    // Who works for both may have both employers' programs open; no employer's report says so.
    if (together)
      rows.push_back(employer_row(computer.name, *together, judged(computer, *together, options, now)));
  }
  if (format == "html" && reports.size() > 1) {
    complain("an HTML report is about one spec and one computer; use text, csv or json for several");
    return exit_unable;
  }
  // One report is read as a report; several are compared.
  const bool table = csv || (format == "text" && reports.size() > 1);
  const std::string text = csv     ? employers_csv(rows)
                           : table ? employers_text(rows)
                                   : render_all(reports, format, "en", false);
  if (!deliver(options.output, text)) return exit_unable;
  Verdict worst = Verdict::ready;
  for (const Report& report : reports) worst = std::max(worst, report.verdict);
  return exit_code(worst);
}

}  // namespace deskready
