// A spec that its employer signed, and each way in which one is none.
#include "config/trust/signed_spec.h"

#include <gtest/gtest.h>

#include <chrono>

namespace deskready {
namespace {

SecretKey key_of(char letter) {
  return SecretKey(Seed::of(std::string(Seed::size, letter)).value());
}

const WallTime then = parse_time("2026-11-24T09:30:00Z").value();
constexpr std::string_view file = "[spec]\nlanguage = 1\nname = \"acme\"\n# what ends without a line's end";

/// A document of this body, signed by these keys.
std::string document(std::string body, std::initializer_list<const SecretKey*> keys,
                     std::string_view type = spec_type) {
  Envelope envelope{std::string(type), std::move(body), {}};
  for (const SecretKey* key : keys) sign(envelope, *key);
  return envelope_text(envelope);
}

std::string body_of(const std::string& text) {
  return read_envelope(text).value().body;
}

std::string_view found(const std::string& text) {
  const auto read = read_signed_spec(text);
  return read ? "good" : code_of(read.error().why);
}

/// Of a good one's body once `from` became `to`, signed by the key that it names.
std::string_view found_with(std::string_view from, std::string_view to) {
  const SecretKey acme = key_of('a');
  std::string body = body_of(signed_spec(file, {.by = {}, .issued = then}, acme, nullptr));
  const auto at = body.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  body.replace(at, from.size(), to);
  return found(document(body, {&acme}));
}

TEST(SignedSpec, IsReadAsItWasWritten) {
  const SecretKey acme = key_of('a'), before = key_of('b'), stranger = key_of('c');
  const std::string next = fingerprint(stranger.public_key());
  const auto read = read_signed_spec(
      "\n" +
      signed_spec(file, {.by = {}, .issued = then + std::chrono::milliseconds(700), .next = next}, acme,
                  &before) +
      "\n");
  ASSERT_TRUE(read) << code_of(read.error().why);
  EXPECT_EQ(read->text, file) << "to the byte";
  EXPECT_EQ(read->head.by, acme.public_key());
  EXPECT_EQ(read->head.issued, then);
  EXPECT_EQ(read->head.after, before.public_key());
  EXPECT_EQ(read->head.next, next);
  EXPECT_TRUE(also_signed_by(*read, before.public_key()));
  EXPECT_FALSE(also_signed_by(*read, stranger.public_key()));
}

TEST(SignedSpec, NamesNobodyElseUnlessTold) {
  const auto read = read_signed_spec(signed_spec("", {.by = {}, .issued = then}, key_of('a'), nullptr));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->text, "");
  EXPECT_FALSE(read->head.after);
  EXPECT_EQ(read->head.next, "");
}

TEST(SignedSpec, IsOfTheKeyThatItNames) {
  const SecretKey acme = key_of('a'), bolt = key_of('b');
  const std::string body = body_of(signed_spec(file, {.by = {}, .issued = then}, acme, nullptr));
  EXPECT_EQ(found(document(body, {&acme})), "good");
  EXPECT_EQ(found(document(body, {&bolt})), "bad_signature");
  EXPECT_EQ(found(document(body, {&bolt, &acme})), "good");
  EXPECT_EQ(found(document(body, {&acme}, report_type)), "other_type");
  EXPECT_EQ(found("{}"), "no_envelope");
  EXPECT_EQ(found("[spec]"), "no_json");
}

TEST(SignedSpec, HasAWholeHead) {
  EXPECT_EQ(found_with("spec 1\n", "spec 2\n"), "no_spec");
  EXPECT_EQ(found_with("# deskready", "#deskready"), "no_spec");
  EXPECT_EQ(found_with("2026-11-24T09:30:00Z", "yesterday"), "no_spec");
  EXPECT_EQ(found_with("# by ", "# by A"), "no_spec");
  EXPECT_EQ(found_with("# by ", "# of "), "no_spec");
  EXPECT_EQ(found_with("\n#\n", "\n"), "no_spec");
  EXPECT_EQ(found_with("\n#\n", "\n# next ABCD\n#\n"), "no_spec");
  EXPECT_EQ(found_with("\n#\n", "\n# after ABCD\n#\n"), "no_spec");
  EXPECT_EQ(found_with("\n#\n", "\n# more\n#\n"), "no_spec");
  EXPECT_EQ(found_with(std::string(file), ""), "good");
  EXPECT_EQ(found_with("\n#\n" + std::string(file), "\n#"), "no_spec");
}

TEST(SignedSpec, IsToldFromAFile) {
  EXPECT_TRUE(looks_signed(" \n{\"payload\""));
  for (const std::string_view text : {"", "[spec]", "# {", "\xEF\xBB\xBF[spec]"})
    EXPECT_FALSE(looks_signed(text)) << text;
}

}  // namespace
}  // namespace deskready
