// What of a report is signed, and what of it an employer gets.
#include "reports/trust/signed_report.h"

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
  report.attempts[report.facts.known.begin()->first] = {fact, fact};
  report.answers["line"] = {"cable", at("2026-11-20T18:19:20Z"), "Which?", "en"};

  const std::string told = report_body(for_employer(report), {device(), 1, {}});
  for (const char* const never : {"jane", "base.toml", "failing_since", "last_met", "other_traffic",
                                  "7777777", "8888888", ":12Z", ":20Z", ":30Z", ":59Z"})
    EXPECT_EQ(told.find(never), std::string::npos) << never;
  const auto read = read_signed_report(told);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->report.started, at("2026-11-24T09:28:00Z"));
  EXPECT_EQ(read->report.finished, at("2026-11-24T09:29:00Z"));
  EXPECT_EQ(read->report.valid_until, at("2027-02-22T09:29:00Z")) << "as long after its end as before";
  EXPECT_EQ(read->report.verdict, report.verdict);
}

}  // namespace
}  // namespace deskready
