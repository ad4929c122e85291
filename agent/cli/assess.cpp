// deskready assess: judges recorded facts against specs, without measuring.
#include <fmt/format.h>

#include <chrono>
#include <fstream>

#include "agent/cli/measurement.h"
#include "agent/cli/options.h"
#include "agent/cli/output.h"
#include "agent/identity.h"

namespace deskready {
namespace {

tl::expected<nlohmann::json, std::string> read_document(const std::string& file) {
  std::ifstream in(file);
  if (!in) return tl::unexpected(fmt::format("{} cannot be read; check the name", file));
  auto document = nlohmann::json::parse(in, nullptr, false);
  if (document.is_discarded()) return tl::unexpected(fmt::format("{} is no JSON document", file));
  return document;
}

/// What the facts were measured to; facts that do not say it are shown, not judged.
FarEndUsed far_end_of(const nlohmann::json& document) {
  const auto conditions = document.find("conditions");
  if (conditions == document.end() || !conditions->is_object()) return FarEndUsed::other;
  const auto used = conditions->value("far_end", "other");
  for (const FarEndUsed known : {FarEndUsed::none, FarEndUsed::on_this_machine, FarEndUsed::as_named}) {
    if (used == to_string(known)) return known;
  }
  return FarEndUsed::other;
}

}  // namespace

int assess_command(const AssessOptions& options) {
  const std::string format = chosen_format(options.format, options.output);
  if (format.empty()) {
    complain(fmt::format("there is no format \"{}\"; use text, json or html", options.format));
    return exit_unable;
  }
  std::vector<Spec> specs;
  if (!load_specs(options.specs, specs)) return exit_unable;
  std::vector<Report> reports;
  for (const std::string& file : options.facts) {
    const auto document = read_document(file);
    const auto facts = document ? facts_from_json(*document)
                                : tl::expected<Facts, std::string>(tl::unexpected(document.error()));
    if (!facts) {
      complain(document ? fmt::format("{}: {}", file, facts.error()) : facts.error());
      return exit_unable;
    }
    for (const Spec& spec : specs) {
      Circumstances circumstances;
      circumstances.far_end = far_end_of(*document);
      circumstances.reference = options.reference;
      ReportHead head;
      head.id = random_id();
      head.reference = options.reference;
      head.started = head.finished = SystemClock().now();
      head.agent_version = DESKREADY_VERSION;
      head.depth = "quick";
      head.conditions["far_end"] = to_string(circumstances.far_end);
      circumstances.today = format_time(head.started).substr(0, 10);
      reports.push_back(make_report(spec, {*facts}, circumstances, head));
    }
  }
  if (!deliver(options.output, render_all(reports, format, "en", false))) return exit_unable;
  Verdict worst = Verdict::ready;
  for (const Report& report : reports) worst = std::max(worst, report.verdict);
  return exit_code(worst);
}

}  // namespace deskready
