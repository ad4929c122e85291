// What of a report is signed, and what of it an employer gets.
#include "reports/trust/signed_report.h"

#include <map>
#include <set>

#include "reports/document/report_fields.h"
#include "tests/unit/reports/scenes.h"

namespace deskready {
namespace {

using nlohmann::json;

PublicKey device() {
  return SecretKey(Seed::of(std::string(Seed::size, 'd')).value()).public_key();
}

Report ready() {
  return scenes().front().report;
}

const std::string hash_before(64, 'a');

TEST(SignedReport, IsReadAsItWasWritten) {
  const std::string body = report_body(ready(), {device(), 7, hash_before});
  const auto read = read_signed_report(body);
  ASSERT_TRUE(read) << read.error().about;
  EXPECT_EQ(read->link.device, device());
  EXPECT_EQ(read->link.sequence, 7u);
  EXPECT_EQ(read->link.previous, hash_before);
  EXPECT_EQ(dump(to_json(read->report)), dump(to_json(ready())));
  EXPECT_EQ(read->sha256.size(), 64u);
}

TEST(SignedReport, IsAReportForReadersOfUnsignedOnes) {
  const auto read = report_from_json(json::parse(report_body(ready(), {device(), 1, {}})));
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(read->id, ready().id);
}

TEST(SignedReport, NamesADeviceAndItsPlace) {
  const auto code = [](auto&& change) {
    json body = json::parse(report_body(ready(), {device(), 2, hash_before}));
    change(body);
    const auto read = read_signed_report(body.dump());
    return read ? "good" : code_of(read.error().why);
  };
  EXPECT_EQ(code([](json&) {}), "good");
  EXPECT_EQ(code([](json& b) { b.erase("device"); }), "no_report");
  EXPECT_EQ(code([](json& b) { b["device"] = "YWJj"; }), "no_report");
  EXPECT_EQ(code([](json& b) { b["device"] = "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="; }), "weak_key");
  EXPECT_EQ(code([](json& b) { b["sequence"] = 0; }), "no_report");
  EXPECT_EQ(code([](json& b) { b["sequence"] = -1; }), "no_report");
  EXPECT_EQ(code([](json& b) { b["sequence"] = 1; }), "no_report") << "the first has none before it";
  EXPECT_EQ(code([](json& b) { b["previous"] = "A" + hash_before.substr(1); }), "no_report");
  EXPECT_EQ(code([](json& b) { b.erase("previous"); }), "no_report");
  EXPECT_EQ(code([](json& b) { b["previous"] = 5; }), "no_report");
  EXPECT_EQ(code([](json& b) { b["challenge"] = hash_before; }), "good");
  EXPECT_EQ(code([](json& b) { b["challenge"] = "of yesterday"; }), "no_report");
  EXPECT_EQ(code([](json& b) {
              b.erase("findings");
              b["verdict"] = 3;
            }),
            "no_report");
}

TEST(SignedReport, TellsAnEmployerLessThanStaysAtHome) {
  Report report = ready();
  report.started = at("2026-11-24T09:28:59Z");
  report.finished = at("2026-11-24T09:29:30Z");
  report.valid_until = at("2027-02-22T09:29:30Z");
  report.spec_files = {{"for-acme-from-jane.toml", std::string(64, '1')},
                       {"base.toml", std::string(64, '2')}};
  report.findings.front().args["failing_since"] = "2026-11-01T10:11:12Z";
  report.findings.front().args["last_met"] = "2026-11-02T10:11:12Z";
  report.conditions["other_traffic"] = 7777777.0;
  report.machine_changed = true;
  Fact& fact = report.facts.known.begin()->second;
  fact.at = at("2026-11-24T09:29:12Z");
  fact.detail["source"] = "janes-laptop";
  fact.detail["other_traffic"] = 8888888.0;
  fact.detail["looked"] = {{"from", "2026-11-24T09:29:05.678Z"}, {"seconds", 7.25}};
  report.attempts[report.facts.known.begin()->first] = {fact, fact};
  report.answers["line"] = {"cable", at("2026-11-20T18:19:20Z"), "Which?", "en"};

  const std::string told = report_body(for_employer(report), {device(), 1, {}});
  for (const char* const never : {"jane", "base.toml", "failing_since", "last_met", "other_traffic",
                                  "7777777", "8888888", ":12Z", ":20Z", ":30Z", ":59Z", ".678Z"})
    EXPECT_EQ(told.find(never), std::string::npos) << never;
  const auto read = read_signed_report(told);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->report.started, at("2026-11-24T09:28:00Z"));
  EXPECT_EQ(read->report.finished, at("2026-11-24T09:29:00Z"));
  EXPECT_EQ(read->report.valid_until, at("2027-02-22T09:29:00Z")) << "as long after its end as before";
  EXPECT_EQ(read->report.verdict, report.verdict);
  const auto looked = read->report.facts.known.begin()->second.detail["looked"];
  EXPECT_EQ(looked["from"], "2026-11-24T09:29:00.000Z");
  EXPECT_EQ(looked["seconds"], 7.25);
}

/// Where a value stands, and what it is.
using Leaves = std::map<std::vector<std::string>, json>;

void add_leaves(const json& value, std::vector<std::string>& place, Leaves& leaves) {
  if (!value.is_structured()) {
    leaves.emplace(place, value);
    return;
  }
  for (const auto& [name, part] : value.items()) {
    place.push_back(name);
    add_leaves(part, place, leaves);
    place.pop_back();
  }
}

Leaves leaves_of(const Report& report) {
  Leaves leaves;
  std::vector<std::string> place;
  add_leaves(json::parse(dump(to_json(report))), place, leaves);
  return leaves;
}

/// docs/privacy.md is made of the same table.
TEST(SignedReport, TellsOfEachFieldWhatTheTableSays) {
  std::set<Told> seen;
  for (const Scene& scene : scenes()) {
    const Leaves before = leaves_of(scene.report);
    for (const auto& [place, value] : leaves_of(for_employer(scene.report))) {
      const ReportField* const field = field_at(place);
      ASSERT_NE(field, nullptr) << scene.name << " " << json(place);
      seen.insert(field->told);
      const auto was = before.find(place);
      EXPECT_NE(field->told, Told::nothing) << scene.name << " " << json(place);
      const std::string where = scene.name + " " + json(place).dump();
      if (field->told == Told::in_minutes && value.is_string() && value != "") {
        EXPECT_TRUE(value.get<std::string>().ends_with(":00Z")) << where;
      }
      // A sentence holds times and figures of the others.
      if (field->told == Told::whole && place.back() != "message") {
        EXPECT_TRUE(was != before.end() && was->second == value) << where;
      }
    }
  }
  EXPECT_EQ(seen, (std::set{Told::whole, Told::in_minutes, Told::rounded, Told::renamed}));
}

TEST(SignedReport, RoundsWhatDecidesNothing) {
  Report report = ready();
  Fact& fact = report.facts.known.begin()->second;
  fact.cost = {12'345'678, 1.23456789};
  fact.detail = {{"jitter", 0.00123456789}, {"packets", 1500}, {"mean", 123456.789}};
  report.conditions["waited_for_processor"] = 0.123456;
  report.cost = {99, 0.04};
  const Report told = for_employer(report);
  const Fact& own = told.facts.known.begin()->second;
  EXPECT_EQ(own.cost.bytes, 12'000'000u);
  EXPECT_EQ(own.cost.seconds, 1.2);
  EXPECT_EQ(own.detail.dump(), R"({"jitter":0.00123,"mean":123000.0,"packets":1500})");
  EXPECT_EQ(told.conditions["waited_for_processor"], 0.123);
  EXPECT_EQ(told.cost.seconds, 0);
  EXPECT_EQ(told.cost.bytes, 99u);
  EXPECT_EQ(own.value, fact.value) << "what is judged stays as it is";
}

TEST(SignedReport, TellsTimesInItsReasonsInMinutes) {
  Report report = ready();
  report.findings.front().args["measured_at"] = "2026-11-01T10:11:12Z";
  report.findings.front().args["since"] = "2026-11-01T10:11:13Z";
  report.facts.unknown["network.loss"] = {Cause::busy, {{"since", "2026-11-01T10:11:14Z"}}};
  const std::string told = dump(to_json(for_employer(report)));
  for (const char* const never : {":12Z", ":13Z", ":14Z"})
    EXPECT_EQ(told.find(never), std::string::npos) << never;
  EXPECT_NE(told.find("2026-11-01T10:11:00Z"), std::string::npos);
}

}  // namespace
}  // namespace deskready
