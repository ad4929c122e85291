// The report as JSON, out and in.
#include <fmt/format.h>

#include "reports/document/fact_json.h"
#include "reports/document/finding_json.h"
#include "reports/document/member_reader.h"
#include "reports/document/report.h"

namespace deskready {
namespace {

using Json = nlohmann::ordered_json;
using Failure = tl::unexpected<std::string>;

Json spec_to_json(const Report& report) {
  Json json;
  json["name"] = report.spec_name;
  json["version"] = report.spec_version;
  json["employer"] = report.employer;
  json["reading"] = report.reading;
  json["source"] = report.spec_source;
  json["baseline"] = report.baseline;
  json["expired"] = report.spec_expired;
  json["files"] = Json::array();
  for (const SpecFile& file : report.spec_files)
    json["files"].push_back({{"name", file.name}, {"sha256", file.sha256}});
  json["sha256"] = report.spec_sha256;
  return json;
}

/// Of one document.
class DocumentReader : public MemberReader {
 public:
  explicit DocumentReader(const nlohmann::json& json) : json_(json) {}

  WallTime time(const nlohmann::json& from, const char* name) {
    const auto parsed = parse_time(text(from, name, true));
    if (!parsed) fail(name);
    return parsed.value_or(WallTime{});
  }

  /// The object or list of this name; empty when there is none.
  const nlohmann::json& part(const char* name, bool list = false) {
    static const nlohmann::json nothing = nlohmann::json::object();
    const nlohmann::json* found = member(json_, name);
    if (found == nullptr) return nothing;
    if (list ? found->is_array() : found->is_object()) return *found;
    fail(name);
    return nothing;
  }

  /// Empty while all was right.
  std::string error() const {
    if (!trouble_.empty() || wrong().empty()) return trouble_;
    return fmt::format("the report's \"{}\" is missing or of the wrong kind", wrong());
  }

  /// What a part of it says of itself.
  void complain(std::string sentence) {
    if (error().empty()) trouble_ = std::move(sentence);
  }

 private:
  const nlohmann::json& json_;
  std::string trouble_;
};

void read_head(Report& report, DocumentReader& reader, const nlohmann::json& json) {
  report.id = reader.text(json, "id", true);
  report.reference = reader.text(json, "reference");
  report.started = reader.time(json, "started");
  report.finished = reader.time(json, "finished");
  report.valid_until = reader.time(json, "valid_until");
  report.agent_version = reader.text(reader.part("agent"), "version", true);
  const nlohmann::json& spec = reader.part("spec");
  report.spec_name = reader.text(spec, "name", true);
  report.spec_version = reader.text(spec, "version");
  report.employer = reader.text(spec, "employer");
  report.reading = reader.text(spec, "reading");
  report.spec_source = reader.text(spec, "source");
  report.baseline = reader.truth(spec, "baseline");
  report.spec_expired = reader.truth(spec, "expired");
  report.spec_sha256 = reader.text(spec, "sha256");
  if (spec.is_object() && spec.contains("files") && spec["files"].is_array()) {
    for (const auto& file : spec["files"]) {
      report.spec_files.push_back({reader.text(file, "name", true), reader.text(file, "sha256", true)});
    }
  }
  report.role = reader.text(json, "role");
  report.depth = reader.text(json, "depth");
  report.interrupted = reader.truth(json, "interrupted");
  report.machine = reader.text(json, "machine");
  report.machine_changed = reader.truth(json, "machine_changed");
  const auto verdict = verdict_from(reader.text(json, "verdict", true));
  if (!verdict) reader.fail("verdict");
  report.verdict = verdict.value_or(Verdict::incomplete);
}

void read_facts(Facts& facts, DocumentReader& reader) {
  for (const auto& [key, value] : reader.part("facts").items()) {
    auto fact = fact_from_json(key, value);
    if (fact)
      facts.add(key, std::move(*fact));
    else
      reader.complain(fact.error());
  }
  for (const auto& [key, value] : reader.part("unmeasured").items()) {
    auto why = unmeasured_from_json(key, value);
    if (why)
      facts.cannot(key, std::move(*why));
    else
      reader.complain(why.error());
  }
}

void facts_into(Json& json, const Facts& facts) {
  json["facts"] = Json::object();
  for (const auto& [key, fact] : facts.known) json["facts"][key] = fact_to_json(key, fact);
  json["unmeasured"] = Json::object();
  for (const auto& [key, why] : facts.unknown) json["unmeasured"][key] = unmeasured_to_json(why);
}

tl::expected<void, std::string> check_schema(const nlohmann::json& document, std::string_view wanted) {
  if (!document.is_object()) return Failure("the document is no JSON object");
  const auto schema = document.find("schema");
  if (schema != document.end() && schema->is_string() && schema->get<std::string>() == wanted) return {};
  return Failure(fmt::format("the document's schema is not {}", wanted));
}

}  // namespace

Json to_json(const Report& report) {
  Json json;
  json["schema"] = report_schema_id;
  json["id"] = report.id;
  json["reference"] = report.reference;
  json["started"] = format_time(report.started);
  json["finished"] = format_time(report.finished);
  json["valid_until"] = format_time(report.valid_until);
  json["agent"] = {{"version", report.agent_version}};
  json["spec"] = spec_to_json(report);
  json["role"] = report.role;
  json["depth"] = report.depth;
  json["interrupted"] = report.interrupted;
  json["verdict"] = to_string(report.verdict);
  json["findings"] = Json::array();
  for (const Finding& finding : report.findings) json["findings"].push_back(finding_to_json(finding));
  facts_into(json, report.facts);
  json["attempts"] = Json::object();
  for (const auto& [key, facts] : report.attempts) {
    for (const Fact& fact : facts) json["attempts"][key].push_back(fact_to_json(key, fact));
  }
  json["answers"] = Json::object();
  for (const auto& [name, answer] : report.answers) {
    json["answers"][name] = {{"answer", answer.answer}, {"at", format_time(answer.at)}};
    if (!answer.text.empty()) json["answers"][name]["text"] = answer.text;
    if (!answer.language.empty()) json["answers"][name]["language"] = answer.language;
  }
  json["conditions"] = report.conditions.is_object() ? Json(report.conditions) : Json::object();
  json["cost"] = {{"bytes", report.cost.bytes}, {"seconds", report.cost.seconds}};
  json["machine"] = report.machine;
  if (report.machine_changed) json["machine_changed"] = true;
  return json;
}

tl::expected<Report, std::string> report_from_json(const nlohmann::json& document) {
  if (const auto good = check_schema(document, report_schema_id); !good) return Failure(good.error());
  DocumentReader reader(document);
  Report report;
  read_head(report, reader, document);
  read_facts(report.facts, reader);
  for (const auto& [key, list] : reader.part("attempts").items()) {
    for (const auto& value : list) {
      auto fact = fact_from_json(key, value);
      if (fact)
        report.attempts[key].push_back(std::move(*fact));
      else
        reader.fail("attempts");
    }
  }
  for (const auto& json : reader.part("findings", true)) {
    auto finding = finding_from_json(json, report.facts, report.attempts);
    if (finding)
      report.findings.push_back(std::move(*finding));
    else
      reader.fail(finding.error());
  }
  for (const auto& [name, value] : reader.part("answers").items()) {
    report.answers[name] = {reader.text(value, "answer", true), reader.time(value, "at"),
                            reader.text(value, "text"), reader.text(value, "language")};
  }
  report.conditions = reader.part("conditions");
  const nlohmann::json& cost = reader.part("cost");
  if (cost.contains("bytes") && cost["bytes"].is_number_unsigned()) report.cost.bytes = cost["bytes"];
  if (cost.contains("seconds") && cost["seconds"].is_number()) report.cost.seconds = cost["seconds"];
  if (!reader.error().empty()) return Failure(reader.error());
  return report;
}

Json to_json(const Facts& facts) {
  Json json;
  json["schema"] = facts_schema_id;
  facts_into(json, facts);
  return json;
}

tl::expected<Facts, std::string> facts_from_json(const nlohmann::json& document) {
  const auto good = check_schema(document, facts_schema_id);
  if (!good && !check_schema(document, report_schema_id)) return Failure(good.error());
  DocumentReader reader(document);
  Facts facts;
  read_facts(facts, reader);
  if (!reader.error().empty()) return Failure(reader.error());
  return facts;
}

}  // namespace deskready
