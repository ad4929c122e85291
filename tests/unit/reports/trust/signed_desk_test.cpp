// Signed reports and others side by side on the employer's table.
#include "reports/trust/signed_desk.h"

#include <algorithm>

#include "config/trust/envelope.h"
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
  EXPECT_TRUE(row.notes[0].second.at("error").starts_with("unknown_signer: "));
}

TEST(SignedDesk, FlagsAFriendsComputer) {
  KnownToVerifier friends = known();
  friends.references[device().public_key()] = "A-2000";
  EXPECT_TRUE(has(signed_desk_row("a.json", signed_text(ready()), friends), DeskFlag::refused));
}

TEST(SignedDesk, SortsTheUnsignedBelow) {
  std::vector<DeskRow> rows = {signed_desk_row("signed.json", signed_text(ready()), known()),
                               signed_desk_row("unsigned.json", dump(to_json(ready())), known())};
  ASSERT_TRUE(sort_rows(rows, "trust"));
  EXPECT_EQ(rows[0].file, "unsigned.json") << "the weakest first";
}

}  // namespace
}  // namespace deskready
