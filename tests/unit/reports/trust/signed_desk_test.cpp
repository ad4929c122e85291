// Signed reports and others side by side on the employer's table.
#include "reports/trust/signed_desk.h"

#include <algorithm>

#include "config/trust/envelope.h"
#include "reports/desk/desk_table.h"
#include "tests/unit/reports/scenes.h"

namespace deskready {
namespace {

SecretKey device() {
  return SecretKey(Seed::of(std::string(Seed::size, 'd')).value());
}

KnownToVerifier known() {
  KnownToVerifier all;
  all.keys = {known_key(device().public_key())};
  all.specs = {acme_spec()};
  all.now = at("2026-11-25T09:29:45Z");
  return all;
}

Report ready() {
  return for_employer(scenes().front().report);
}

std::string signed_text(const Report& report, const SecretKey& key = device()) {
  Envelope envelope{std::string(report_type), report_body(report, {key.public_key()}), {}};
  sign(envelope, key);
  return envelope_text(envelope);
}

bool has(const DeskRow& row, DeskFlag flag) {
  return std::find(row.flags.begin(), row.flags.end(), flag) != row.flags.end();
}

TEST(SignedDesk, ShowsWhoSigned) {
  const DeskRow row = signed_desk_row("a.json", signed_text(ready()), known());
  EXPECT_EQ(row.file, "a.json");
  EXPECT_EQ(row.signer, fingerprint(device().public_key()));
  EXPECT_EQ(row.derived, ready().verdict);
  EXPECT_TRUE(row.flags.empty()) << to_string(row.flags[0]);
}

TEST(SignedDesk, FlagsWhatNobodySigned) {
  const DeskRow row = signed_desk_row("a.json", dump(to_json(ready())), known());
  EXPECT_EQ(row.signer, "");
  EXPECT_EQ(row.derived, ready().verdict) << "it is shown all the same";
  EXPECT_TRUE(has(row, DeskFlag::not_signed));
  EXPECT_TRUE(has(signed_desk_row("a.json", "{", known()), DeskFlag::unreadable));
}

TEST(SignedDesk, ShowsNothingOfWhatAStrangerSigned) {
  const SecretKey stranger(Seed::of(std::string(Seed::size, 's')).value());
  const DeskRow row = signed_desk_row("a.json", signed_text(ready(), stranger), known());
  EXPECT_TRUE(has(row, DeskFlag::unreadable));
  EXPECT_FALSE(row.derived);
  EXPECT_EQ(row.id, "");
  ASSERT_EQ(row.notes.size(), 1u);
  EXPECT_EQ(row.notes[0].second.at("code"), "unknown_signer");
  EXPECT_TRUE(row.notes[0].second.at("error").starts_with("It is signed by nobody you named."))
      << row.notes[0].second.at("error");
}

TEST(SignedDesk, APersonReadsTheSentenceAndAProgramItsCode) {
  const SecretKey stranger(Seed::of(std::string(Seed::size, 's')).value());
  KnownToVerifier friends = known();
  friends.references[device().public_key()] = "A-2000";
  const std::vector<DeskRow> rows = {
      signed_desk_row("stranger.json", signed_text(ready(), stranger), known()),
      signed_desk_row("friend.json", signed_text(ready()), friends)};
  const std::string text = desk_text(rows, known().now, 100);
  const std::string table = desk_csv(rows, known().now);
  for (const std::string code : {"unknown_signer", "other_person"}) {
    EXPECT_EQ(text.find(code), std::string::npos) << text;
    EXPECT_NE(table.find(code + ": It is "), std::string::npos) << table;
  }
  EXPECT_NE(text.find("It is signed by nobody you named."), std::string::npos) << text;
  const auto page = desk_json(rows, known().now);
  EXPECT_TRUE(page["reports"][0]["detail"].get<std::string>().starts_with("unknown_signer: "));
}

TEST(SignedDesk, FlagsAFriendsComputer) {
  KnownToVerifier friends = known();
  friends.references[device().public_key()] = "A-2000";
  EXPECT_TRUE(has(signed_desk_row("a.json", signed_text(ready()), friends), DeskFlag::refused));
}

TEST(SignedDesk, ReadsSignedOnesWithoutAKeyAndSaysSo) {
  KnownToVerifier nobody = known();
  nobody.keys.clear();
  const DeskRow row = signed_desk_row("a.json", signed_text(ready()), nobody);
  EXPECT_EQ(row.derived, ready().verdict);
  EXPECT_EQ(row.signer, "") << "nobody vouches for it";
  EXPECT_TRUE(has(row, DeskFlag::not_verified));
  ASSERT_EQ(row.notes.size(), 1u);
  EXPECT_EQ(row.notes[0].second.at("key"), fingerprint(device().public_key()));
  const SecretKey other(Seed::of(std::string(Seed::size, 's')).value());
  Envelope envelope{std::string(report_type), report_body(ready(), {device().public_key()}), {}};
  sign(envelope, other);
  const DeskRow lied = signed_desk_row("a.json", envelope_text(envelope), nobody);
  EXPECT_TRUE(has(lied, DeskFlag::unreadable)) << "it names a key that did not sign it";
  EXPECT_FALSE(has(signed_desk_row("a.json", dump(to_json(ready())), nobody), DeskFlag::not_signed))
      << "of itself none need be";
}

TEST(SignedDesk, PutsTheUnsignedBelow) {
  KnownToVerifier nobody = known();
  nobody.keys.clear();
  const auto rows_of = [&](const KnownToVerifier& judge) {
    return std::vector<DeskRow>{signed_desk_row("a.json", dump(to_json(ready())), judge),
                                signed_desk_row("b.json", signed_text(ready()), judge)};
  };
  for (const KnownToVerifier& judge : {known(), nobody}) {
    auto rows = rows_of(judge);
    set_unsigned_apart(rows, true);
    EXPECT_EQ(rows[0].file, "b.json");
    EXPECT_TRUE(has(rows[1], DeskFlag::not_signed));
    EXPECT_EQ(std::count(rows[1].flags.begin(), rows[1].flags.end(), DeskFlag::not_signed), 1);
    rows = rows_of(judge);
    set_unsigned_apart(rows, false);
    EXPECT_EQ(rows[0].file, "a.json");
  }
  std::vector<DeskRow> unsigned_only{signed_desk_row("a.json", dump(to_json(ready())), nobody)};
  set_unsigned_apart(unsigned_only, true);
  EXPECT_TRUE(unsigned_only[0].flags.empty());
}

TEST(SignedDesk, SortsTheUnsignedBelow) {
  std::vector<DeskRow> rows = {signed_desk_row("signed.json", signed_text(ready()), known()),
                               signed_desk_row("unsigned.json", dump(to_json(ready())), known())};
  ASSERT_TRUE(sort_rows(rows, "trust"));
  EXPECT_EQ(rows[0].file, "unsigned.json") << "the weakest first";
}

}  // namespace
}  // namespace deskready
