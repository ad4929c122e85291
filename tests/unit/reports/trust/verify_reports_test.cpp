// Signed reports as an employer holds them against keys, specs and the time; each row is one way to be
// refused.
#include "reports/trust/verify_reports.h"

#include <functional>

#include "config/base/text.h"
#include "config/trust/envelope.h"
#include "reports/trust/verified_page.h"
#include "tests/unit/reports/scenes.h"

namespace deskready {
namespace {

using nlohmann::json;

const WallTime now = at("2026-11-25T09:29:45Z");

SecretKey key_of(char letter) {
  return SecretKey(Seed::of(std::string(Seed::size, letter)).value());
}

std::string signed_text(std::string body, char by = 'd') {
  Envelope envelope{std::string(report_type), std::move(body), {}};
  sign(envelope, key_of(by));
  return envelope_text(envelope);
}

Report scene(std::string_view name) {
  for (const Scene& one : scenes()) {
    if (one.name == name) return for_employer(one.report);
  }
  ADD_FAILURE() << name;
  return {};
}

/// As the computer d writes it.
std::string body_of(const Report& report, std::uint64_t sequence = 1, std::string previous = {}) {
  return report_body(report, {key_of('d').public_key(), sequence, std::move(previous)});
}

KnownToVerifier known_by(std::string_view keys = "d") {
  KnownToVerifier known;
  for (const char letter : keys) known.keys.push_back(known_key(key_of(letter).public_key()));
  known.specs = {acme_spec(), load_spec("voice-baseline").value()};
  known.now = now;
  return known;
}

std::vector<std::string_view> codes(const std::vector<Refusal>& refusals) {
  std::vector<std::string_view> all;
  for (const Refusal& one : refusals) all.push_back(code_of(one.why));
  return all;
}

using Codes = std::vector<std::string_view>;

Codes refused(const std::string& text, const KnownToVerifier& known = known_by()) {
  return codes(verify_report("r.json", text, known).refused);
}

TEST(Verify, HonestReportsHold) {
  for (const char* const name : {"ready", "not_ready", "incomplete"}) {
    const auto checked = verify_report("r.json", signed_text(body_of(scene(name))), known_by());
    EXPECT_EQ(codes(checked.refused), Codes{}) << name << verified_text({&checked, 1}, 80);
    EXPECT_EQ(codes(checked.notes), Codes{}) << name;
    EXPECT_EQ(standing_of(checked), Standing::holds);
    ASSERT_TRUE(checked.row);
    EXPECT_EQ(checked.row->derived, scene(name).verdict);
    EXPECT_EQ(checked.row->trust, Trust::self) << "a signature makes no figure truer";
  }
}

TEST(Verify, NobodyNamedMeansNobodyVouches) {
  const std::string text = signed_text(body_of(scene("ready")));
  const auto checked = verify_report("r.json", text, known_by(""));
  EXPECT_EQ(codes(checked.refused), Codes{"unknown_signer"});
  EXPECT_EQ(standing_of(checked), Standing::unknown);
  EXPECT_FALSE(checked.report) << "nothing of it is believed";
  EXPECT_NE(checked.refused[0].about.find("deskready-key ed25519 "), std::string::npos)
      << "so that one can name it";
  EXPECT_EQ(refused(text, known_by("x")), Codes{"unknown_signer"});
}

TEST(Verify, WhoClaimsAnothersKeyIsNotOfferedToBeNamed) {
  // The report says d, and x signed it.
  const auto checked = verify_report("r.json", signed_text(body_of(scene("ready")), 'x'), known_by(""));
  EXPECT_EQ(codes(checked.refused), Codes{"unknown_signer"});
  EXPECT_EQ(checked.refused[0].about, "");
}

TEST(Verify, AReportOfAnotherComputersIsRefused) {
  EXPECT_EQ(refused(signed_text(body_of(scene("ready")), 'x'), known_by("dx")), Codes{"other_device"});
}

TEST(Verify, WhatWasEditedAfterSigningIsRefused) {
  Envelope envelope{std::string(report_type), body_of(scene("not_ready")), {}};
  sign(envelope, key_of('d'));
  envelope.body.replace(envelope.body.find("\"verdict\":\"not_ready\""), 21, "\"verdict\":\"ready\"    ");
  EXPECT_EQ(refused(envelope_text(envelope)), Codes{"bad_signature"});
  EXPECT_EQ(standing_of(verify_report("r.json", envelope_text(envelope), known_by())), Standing::refused);
}

// The owner of the computer has its key: what does not follow from the facts is found all the same.
TEST(Verify, WhatWasEditedBeforeSigningIsDerivedAgain) {
  json verdict = json::parse(body_of(scene("not_ready")));
  verdict["verdict"] = "ready";
  EXPECT_EQ(refused(signed_text(verdict.dump())), Codes{"verdict_differs"});
  json findings = verdict;
  for (json& one : findings["findings"]) one["outcome"] = "met";
  EXPECT_EQ(refused(signed_text(findings.dump())), (Codes{"verdict_differs", "inconsistent"}));
  json trust = json::parse(body_of(scene("ready")));
  for (json& one : trust["findings"]) one["trust"] = "witnessed";
  for (json& one : trust["facts"]) one["trust"] = "witnessed";
  const auto claimed = verify_report("r.json", signed_text(trust.dump()), known_by());
  ASSERT_TRUE(claimed.row);
  EXPECT_EQ(claimed.row->trust, Trust::self);
}

TEST(Verify, AFriendsComputerDoesNotStandIn) {
  Report report = scene("ready");
  report.reference = "A-1042";
  const std::string text = signed_text(body_of(report));
  KnownToVerifier known = known_by("de");
  known.references[key_of('e').public_key()] = "A-2000";
  EXPECT_EQ(refused(text, known), Codes{}) << "nobody said whose d is";
  known.references[key_of('d').public_key()] = "A-1042";
  EXPECT_EQ(refused(text, known), Codes{});
  known.references[key_of('d').public_key()] = "A-2000";
  EXPECT_EQ(refused(text, known), Codes{"other_person"});
}

TEST(Verify, AReferenceThatLooksLikeAnotherIsRefused) {
  Report report = scene("ready");
  report.reference = "\u0410-1042";  // a Cyrillic A
  EXPECT_EQ(refused(signed_text(body_of(report))), Codes{"bad_reference"});
  report.reference = "A-1042\u200b";
  EXPECT_EQ(refused(signed_text(body_of(report))), Codes{"bad_reference"});
  report.reference = "A-1042";
  EXPECT_EQ(refused(signed_text(body_of(report))), Codes{});
}

// None of it accuses anybody; all of it is said.
TEST(Verify, WhatThereIsToKnowIsNoted) {
  const auto notes = [](const std::string& body) {
    const auto checked = verify_report("r.json", signed_text(body), known_by());
    EXPECT_EQ(codes(checked.refused), Codes{}) << verified_text({&checked, 1}, 80);
    return codes(checked.notes);
  };
  EXPECT_EQ(notes(body_of(scene("baseline"))), Codes{"unguided"});
  json old = json::parse(body_of(scene("ready")));
  old["facts"]["network.download"]["at"] = "2026-11-19T09:28:00Z";
  EXPECT_EQ(notes(old.dump()), Codes{"old_facts"});
  json stopped = json::parse(body_of(scene("ready")));
  stopped["interrupted"] = true;
  EXPECT_EQ(notes(stopped.dump()), Codes{"interrupted"});
  json other = json::parse(body_of(scene("ready")));
  other["spec"]["files"][0]["sha256"] = std::string(64, 'c');
  EXPECT_EQ(notes(other.dump()), Codes{"other_files"});
}

// No clock and no program writes these.
TEST(Verify, WhatNoProgramWritesDoesNotHold) {
  for (const char* const wrong : {"", "no hash", "ABC", "zz"}) {
    json hash = json::parse(body_of(scene("ready")));
    hash["spec"]["files"][0]["sha256"] = wrong;
    const Codes why = refused(signed_text(hash.dump()));
    EXPECT_TRUE(why == Codes{"inconsistent"} || why == Codes{"no_report"}) << wrong;
  }
  for (const char* const time : {"0000-01-01T00:00:00Z", "1969-12-31T23:59:00Z", "2019-11-24T09:28:00Z"}) {
    json early = json::parse(body_of(scene("ready")));
    early["started"] = time;
    const Codes why = refused(signed_text(early.dump()));
    EXPECT_TRUE(why == Codes{"inconsistent"} || why == Codes{"no_report"})
        << time << (why.empty() ? "" : why[0]);
  }
}

TEST(Verify, HoldsForItsTimeOnly) {
  const std::string text = signed_text(body_of(scene("ready")));
  KnownToVerifier known = known_by();
  known.now = at("2029-01-01T00:00:00Z");
  EXPECT_EQ(refused(text, known), Codes{"expired"});
  known.now = at("2026-11-20T00:00:00Z");
  EXPECT_EQ(refused(text, known), Codes{"future"});
}

TEST(Verify, IsForTheSpecThatWasAskedFor) {
  const std::string text = signed_text(body_of(scene("ready")));
  KnownToVerifier known = known_by();
  known.wanted_spec = {acme_spec().resolved_sha256};
  EXPECT_EQ(refused(text, known), Codes{});
  known.wanted_spec = {load_spec("voice-baseline").value().resolved_sha256};
  EXPECT_EQ(refused(text, known), Codes{"other_spec"});
  known = known_by();
  known.specs.clear();
  const auto unknown = verify_report("r.json", text, known);
  EXPECT_EQ(codes(unknown.refused), Codes{});
  EXPECT_EQ(codes(unknown.notes), Codes{"spec_unknown"});
}

TEST(Verify, WhatIsSignedMustBeAReport) {
  EXPECT_EQ(refused(signed_text("{}")), Codes{"no_report"});
  EXPECT_EQ(refused(signed_text(R"({"id": 1, "id": 2})")), Codes{"no_report"});
  EXPECT_EQ(refused(dump(to_json(scene("ready")))), Codes{"no_envelope"}) << "an unsigned one";
  Envelope other{"application/vnd.deskready.spec.v1+toml", body_of(scene("ready")), {}};
  sign(other, key_of('d'));
  EXPECT_EQ(refused(envelope_text(other)), Codes{"other_type"});
}

/// Notes of each, once they were compared.
std::vector<Codes> compared(const std::vector<std::string>& bodies) {
  std::vector<VerifiedReport> reports;
  for (const std::string& body : bodies)
    reports.push_back(verify_report("r.json", signed_text(body), known_by()));
  compare_chains(reports);
  std::vector<Codes> all;
  for (const VerifiedReport& one : reports) {
    EXPECT_EQ(standing_of(one), Standing::holds) << "what several show accuses nobody";
    all.push_back(codes(one.notes));
  }
  return all;
}

std::string hash_of(const std::string& body) {
  return read_signed_report(body).value().sha256;
}

/// The same check, so many hours later.
Report later(int hours) {
  Report report = scene("ready");
  for (WallTime* time : {&report.started, &report.finished, &report.valid_until})
    *time += std::chrono::hours(hours);
  for (auto& [key, fact] : report.facts.known) fact.at += std::chrono::hours(hours);
  return report;
}

TEST(Chains, ThatAreWholeGiveNoNote) {
  const std::string first = body_of(later(0)), second = body_of(later(1), 2, hash_of(first)),
                    third = body_of(later(2), 3, hash_of(second));
  EXPECT_EQ(compared({third, first, second}), (std::vector<Codes>{{}, {}, {}})) << "files come in any order";
  EXPECT_EQ(compared({second, third}), (std::vector<Codes>{{}, {}})) << "the first may be long gone";
}

TEST(Chains, SayWhatIsMissingDoubledOrForked) {
  const std::string first = body_of(later(0)), second = body_of(later(1), 2, hash_of(first)),
                    third = body_of(later(2), 3, hash_of(second)),
                    other = body_of(later(3), 2, hash_of(first)),
                    fourth = body_of(later(4), 4, hash_of(third));
  EXPECT_EQ(compared({first, third}), (std::vector<Codes>{{}, {"gap"}}));
  EXPECT_EQ(compared({first, first}), (std::vector<Codes>{{}, {"doubled"}}));
  EXPECT_EQ(compared({first, second, other}), (std::vector<Codes>{{}, {"forked"}, {"forked"}}));
  EXPECT_EQ(compared({second, other, third}), (std::vector<Codes>{{"forked"}, {"forked"}, {"reordered"}}))
      << "it follows one of the two, and is dated before the other";
  EXPECT_EQ(compared({other, third}), (std::vector<Codes>{{}, {"previous_differs", "reordered"}}));
  std::vector<VerifiedReport> reports = {verify_report("1", signed_text(first), known_by()),
                                         verify_report("4", signed_text(fourth), known_by())};
  compare_chains(reports);
  ASSERT_EQ(codes(reports[1].notes), Codes{"gap"});
  EXPECT_EQ(reports[1].notes[0].about, "2-3");
}

TEST(Chains, OfTwoComputersAreTwo) {
  const std::string here = body_of(scene("ready"));
  const std::string there = report_body(scene("ready"), {key_of('e').public_key(), 5, std::string(64, 'a')});
  std::vector<VerifiedReport> reports = {verify_report("1", signed_text(here), known_by("de")),
                                         verify_report("2", signed_text(there, 'e'), known_by("de"))};
  compare_chains(reports);
  for (const VerifiedReport& one : reports) EXPECT_EQ(codes(one.notes), Codes{}) << one.file;
}

/// An answer to Acme's challenge of 09:28:30, changed before it was signed; the codes of what was refused,
/// then of what is noted.
struct Answer {
  Codes refused, notes;
  Trust trust = Trust::self;
};
Answer answered(const std::function<void(Report&)>& change, bool to_another = false) {
  const auto asked = [] {
    return read_challenge(new_challenge(acme_spec(), "A-1042", scene("ready").role,
                                        at("2026-11-24T09:28:30Z"), key_of('a')))
        .value();
  };
  KnownToVerifier known = known_by();
  known.challenges = {asked()};
  Report report = scene("ready");
  report.reference = "A-1042";
  report.started = at("2026-11-24T09:28:00Z");
  change(report);
  ChainLink link{key_of('d').public_key()};
  link.challenge = to_another ? asked().sha256 : known.challenges[0].sha256;
  const auto checked = verify_report("r.json", signed_text(report_body(report, link)), known);
  return {codes(checked.refused), codes(checked.notes), checked.row ? checked.row->trust : Trust::disputed};
}

TEST(Answers, ToAChallengeAreFresh) {
  const Answer fresh = answered([](Report&) {});
  EXPECT_EQ(fresh.refused, Codes{});
  EXPECT_EQ(fresh.notes, Codes{});
  EXPECT_EQ(fresh.trust, Trust::challenged);
}

TEST(Answers, WithFiguresFromBeforeAreOnlyTheComputersWord) {
  const Answer carried = answered([](Report& report) {
    report.facts.known.find("network.download")->second.at = at("2026-11-24T09:27:00Z");
  });
  EXPECT_EQ(carried.refused, Codes{});
  EXPECT_EQ(carried.notes, Codes{"older_facts"});
  EXPECT_EQ(carried.trust, Trust::self);
}

TEST(Answers, AreForWhatWasAsked) {
  EXPECT_EQ(answered([](Report&) {}, true).refused, Codes{"other_challenge"});
  EXPECT_EQ(answered([](Report& report) { report.reference = "A-2000"; }).refused, Codes{"other_reference"});
  EXPECT_EQ(answered([](Report& report) { report.role = "another"; }).refused, Codes{"other_role"});
  const Answer before = answered([](Report& report) { report.started = at("2026-11-24T09:27:00Z"); });
  EXPECT_EQ(before.refused, Codes{"stale"});
  EXPECT_EQ(before.trust, Trust::self);
  EXPECT_EQ(answered([](Report& report) {
              report.finished += std::chrono::minutes(15);
              report.valid_until += std::chrono::minutes(15);
            }).refused,
            Codes{"stale"});
}

TEST(Answers, WithoutTheChallengeAtHandAreOnlyTheComputersWord) {
  ChainLink link{key_of('d').public_key()};
  link.challenge = std::string(64, 'c');
  const std::string text = signed_text(report_body(scene("ready"), link));
  const auto checked = verify_report("r.json", text, known_by());
  EXPECT_EQ(codes(checked.notes), Codes{"challenge_unknown"});
  EXPECT_EQ(checked.row->trust, Trust::self);
  Report again = later(1);
  link.sequence = 2;
  link.previous = checked.report->sha256;
  std::vector<VerifiedReport> both = {checked,
                                      verify_report("2", signed_text(report_body(again, link)), known_by())};
  compare_chains(both);
  EXPECT_EQ(codes(both[0].notes), (Codes{"challenge_unknown", "answered_twice"}));
}

TEST(VerifiedPage, SaysWhatIsProvenAndWhatIsNot) {
  std::vector<VerifiedReport> reports = {
      verify_report("good.json", signed_text(body_of(scene("ready"))), known_by()),
      verify_report("evil\x1b[2J.json", "{}", known_by())};
  const std::string text = verified_text(reports, 80);
  for (const std::string_view line : split(verified_text(reports, 60), '\n'))
    EXPECT_LE(columns(line), 60u) << line;
  EXPECT_NE(text.find("good.json: holds"), std::string::npos) << text;
  EXPECT_NE(text.find(fingerprint(key_of('d').public_key())), std::string::npos) << text;
  EXPECT_NE(text.find("\n  It is no signed document: "), std::string::npos) << text;
  EXPECT_EQ(text.find("no_envelope"), std::string::npos) << "a code is for programs\n" << text;
  EXPECT_NE(text.find("No signature proves that the figures are true"), std::string::npos) << text;
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  const auto page = verified_json(reports);
  EXPECT_EQ(page["schema"], "deskready.verified/1");
  EXPECT_EQ(page["reports"][0]["standing"], "holds");
  EXPECT_EQ(page["reports"][0]["sequence"], 1);
  EXPECT_EQ(page["reports"][1]["standing"], "refused");
  EXPECT_EQ(page["reports"][1]["refused"][0]["code"], "no_envelope");
  EXPECT_FALSE(page["reports"][1].contains("key"));
}

}  // namespace
}  // namespace deskready
