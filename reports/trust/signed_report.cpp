#include "reports/trust/signed_report.h"

#include <chrono>
#include <cmath>
#include <optional>

#include "config/base/digest.h"
#include "config/base/json/bounded_json.h"
#include "config/base/json/json_read.h"
#include "config/trust/key_line.h"
#include "probes/noted.h"
#include "reports/words/refusals/json_words.h"

namespace deskready {
namespace {

tl::unexpected<Refusal> refuse(Refused why, std::string about) {
  return tl::unexpected(Refusal{why, std::move(about)});
}

WallTime whole_minutes(WallTime time) {
  return std::chrono::floor<std::chrono::minutes>(time);
}

/// To so many digits that count.
double rounded(double value, int digits) {
  if (value == 0 || !std::isfinite(value)) return value;
  const double unit = std::pow(10.0, std::floor(std::log10(std::fabs(value))) + 1 - digits);
  // The other way round a tenth would not be one exactly.
  return unit < 1 ? std::round(value / unit) / std::round(1 / unit) : std::round(value / unit) * unit;
}

/// What decides nothing need not be exact: the same figure to the last digit would tell two employers that
/// they ask about one person.
void round_figures(nlohmann::json& json) {
  constexpr int digits = 3;
  if (json.is_number_float()) json = rounded(json.get<double>(), digits);
  if (!json.is_structured()) return;
  for (nlohmann::json& part : json) round_figures(part);
}

void round_cost(Cost& cost) {
  constexpr int digits = 2;
  cost.bytes = static_cast<std::uint64_t>(rounded(static_cast<double>(cost.bytes), digits));
  cost.seconds = std::round(cost.seconds * 10) / 10;
}

void coarsen(Fact& fact) {
  fact.at = whole_minutes(fact.at);
  forget_source(fact);
  if (const auto looked = noted_looked(fact))
    note_looked({whole_minutes(looked->from), looked->seconds}, fact);
  if (fact.detail.is_object()) fact.detail.erase("other_traffic");
  round_figures(fact.detail);
  round_cost(fact.cost);
}

void coarsen_times(std::map<std::string, std::string>& args) {
  for (const char* const name : {"measured_at", "since"}) {
    const auto argument = args.find(name);
    if (argument == args.end()) continue;
    if (const auto time = parse_time(argument->second)) argument->second = format_time(whole_minutes(*time));
  }
}

/// The member's text; empty where there is none, nothing where it is no hash.
std::optional<std::string> hash_in(const nlohmann::json& json, std::string_view name) {
  if (member_of(json, name) == nullptr) return std::string();
  std::string text = text_of(json, name);
  return is_sha256_hex(text) ? std::optional(std::move(text)) : std::nullopt;
}

}  // namespace

Report for_employer(Report report) {
  const WallTime finished = whole_minutes(report.finished);
  // As long after the end as before.
  report.valid_until = whole_minutes(report.valid_until - (report.finished - finished));
  report.started = whole_minutes(report.started);
  report.finished = finished;
  for (auto& [key, fact] : report.facts.known) coarsen(fact);
  for (auto& [key, attempts] : report.attempts) {
    for (Fact& fact : attempts) coarsen(fact);
  }
  for (auto& [key, why] : report.facts.unknown) coarsen_times(why.args);
  for (auto& [question, answer] : report.answers) answer.at = whole_minutes(answer.at);
  for (Finding& finding : report.findings) {
    for (const char* const name : {"failing_since", "last_met"}) finding.args.erase(name);
    coarsen_times(finding.args);
  }
  if (report.conditions.is_object()) report.conditions.erase("other_traffic");
  round_figures(report.conditions);
  round_cost(report.cost);
  report.machine_changed = false;
  // Which files they are is told by their hashes; how the person called them is not the employer's.
  for (std::size_t i = 0; i < report.spec_files.size(); ++i)
    report.spec_files[i].name = i == 0 ? report.spec_name : std::to_string(i);
  return report;
}

std::string report_body(const Report& report, const ChainLink& link) {
  nlohmann::ordered_json json = to_json(report);
  json["device"] = key_text(link.device);
  json["sequence"] = link.sequence;
  if (!link.previous.empty()) json["previous"] = link.previous;
  if (!link.challenge.empty()) json["challenge"] = link.challenge;
  return dump(json, true);
}

tl::expected<SignedReport, Refusal> read_signed_report(std::string_view body) {
  const auto json = read_json(body);
  if (!json) return refuse(Refused::no_report, refusal_words("en", json.error()));
  auto report = report_from_json(*json);
  if (!report) return refuse(Refused::no_report, report.error());
  const auto device = read_key_text(text_of(*json, "device"));
  if (!device && device.error().why == Refused::weak_key) return tl::unexpected(device.error());
  if (!device) return refuse(Refused::no_report, "device");
  const auto sequence = count_of(*json, "sequence");
  if (!sequence || *sequence < 1) return refuse(Refused::no_report, "sequence");
  const auto previous = hash_in(*json, "previous"), challenge = hash_in(*json, "challenge");
  if (!previous || previous->empty() != (*sequence == 1)) return refuse(Refused::no_report, "previous");
  if (!challenge) return refuse(Refused::no_report, "challenge");
  return SignedReport{std::move(*report),
                      {*device, static_cast<std::uint64_t>(*sequence), *previous, *challenge},
                      sha256_hex(body)};
}

}  // namespace deskready
