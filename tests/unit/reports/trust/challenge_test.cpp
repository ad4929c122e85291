// An employer's challenges: what they hold, and which are none.
#include "reports/trust/challenge.h"

#include "config/spec/reference.h"
#include "config/trust/envelope.h"
#include "tests/unit/reports/scenes.h"

namespace deskready {
namespace {

using nlohmann::json;

const WallTime now = at("2026-11-24T09:28:30Z");

SecretKey acme_key() {
  return SecretKey(Seed::of(std::string(Seed::size, 'a')).value());
}

std::string good() {
  return new_challenge(acme_spec(), "A-1042", "video", now, acme_key());
}

/// "good", or the code.
std::string_view code(std::string_view text) {
  const auto read = read_challenge(text);
  return read ? "good" : code_of(read.error().why);
}

/// The same with another body, signed by whoever's key.
std::string signed_anew(const std::string& body, const SecretKey& key,
                        std::string_view type = challenge_type) {
  Envelope envelope{std::string(type), body, {}};
  sign(envelope, key);
  return envelope_text(envelope);
}

json body() {
  return json::parse(read_envelope(good()).value().body);
}

TEST(Challenges, AskOnePersonForAWhile) {
  const auto read = read_challenge(good());
  ASSERT_TRUE(read) << read.error().about;
  EXPECT_EQ(read->spec_name, "acme-voice");
  EXPECT_EQ(read->spec_sha256, acme_spec().resolved_sha256);
  EXPECT_EQ(read->reference, "A-1042");
  EXPECT_EQ(read->role, "video");
  EXPECT_EQ(read->issued, now);
  EXPECT_EQ(read->expires, at("2026-11-24T09:43:30Z"));
  EXPECT_EQ(read->issuer, acme_key().public_key());
  EXPECT_NE(read->sha256, read_challenge(good()).value().sha256) << "each has a nonce of its own";
}

TEST(Challenges, ThatAreNoneSayWhy) {
  const auto changed = [](auto&& change) {
    json other = body();
    change(other);
    return code(signed_anew(other.dump(), acme_key()));
  };
  EXPECT_EQ(changed([](json&) {}), "good");
  EXPECT_EQ(changed([](json& b) { b["schema"] = "deskready.report/1"; }), "no_challenge");
  EXPECT_EQ(changed([](json& b) { b["nonce"] = "YWJj"; }), "no_challenge");
  EXPECT_EQ(changed([](json& b) { b.erase("spec"); }), "no_challenge");
  EXPECT_EQ(changed([](json& b) { b["issued"] = "yesterday"; }), "no_challenge");
  EXPECT_EQ(changed([](json& b) { b["expires"] = "2026-11-24T09:43:31Z"; }), "no_challenge")
      << "never longer";
  EXPECT_EQ(changed([](json& b) { b["expires"] = b["issued"]; }), "no_challenge");
  EXPECT_EQ(changed([](json& b) { b["reference"] = "A-1042\u202e"; }), "no_challenge");
  EXPECT_EQ(changed([](json& b) { b.erase("issuer"); }), "no_challenge");
  EXPECT_EQ(code("{}"), "no_envelope");
}

TEST(Challenges, AreSignedByWhomTheyName) {
  const SecretKey other(Seed::of(std::string(Seed::size, 'o')).value());
  EXPECT_EQ(code(signed_anew(body().dump(), other)), "bad_signature");
  EXPECT_EQ(code(signed_anew(body().dump(), acme_key(), report_type)), "other_type");
}

TEST(References, AreOfLettersThatCannotBeMistaken) {
  for (const char* const fine : {"A-1042", "a", "jane.doe_3"}) EXPECT_TRUE(is_reference(fine)) << fine;
  for (const std::string& bad : {std::string(), std::string("A 1042"), std::string("А-1042"),
                                 std::string("A\u200b"), std::string(65, 'a')})
    EXPECT_FALSE(is_reference(bad)) << bad;
  EXPECT_TRUE(is_reference(std::string(64, 'a')));
}

}  // namespace
}  // namespace deskready
