// Signed documents against the published ones of DSSE, and every way in which one can be broken.
#include "config/trust/envelope.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "config/trust/base64.h"

namespace deskready {
namespace {

using nlohmann::json;

// github.com/secure-systems-lab/dsse, protocol.md, "Test Vectors".
constexpr std::string_view hello_type = "http://example.com/HelloWorld", hello = "hello world";
constexpr std::string_view hello_envelope =
    R"({"payload": "aGVsbG8gd29ybGQ=", "payloadType": "http://example.com/HelloWorld", "signatures": [{"sig":)"
    R"( "A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA=="}]})";

const SecretKey& acme() {
  static const SecretKey key(Seed::of(std::string(Seed::size, 'a')).value());
  return key;
}

const SecretKey& bolt() {
  static const SecretKey key(Seed::of(std::string(Seed::size, 'b')).value());
  return key;
}

Envelope signed_by_acme(std::string body = R"({"x": 1})") {
  Envelope envelope{std::string(report_type), std::move(body), {}};
  sign(envelope, acme());
  return envelope;
}

/// "good", or the code of the first refusal.
std::string_view found(std::string_view text, std::initializer_list<const SecretKey*> keys,
                       std::string_view type = report_type) {
  std::vector<KnownKey> known;
  for (const SecretKey* key : keys) known.push_back(known_key(key->public_key()));
  const auto envelope = read_envelope(text);
  if (!envelope) return code_of(envelope.error().why);
  const auto body = verified(*envelope, type, known);
  return body ? "good" : code_of(body.error().why);
}

json acme_json() {
  return json::parse(envelope_text(signed_by_acme()));
}

TEST(Envelope, SignsThePublishedBytes) {
  EXPECT_EQ(signed_bytes(hello_type, hello), "DSSEv1 29 http://example.com/HelloWorld 11 hello world");
  EXPECT_EQ(signed_bytes("", ""), "DSSEv1 0  0 ");
}

TEST(Envelope, ReadsThePublishedOne) {
  const auto envelope = read_envelope(hello_envelope);
  ASSERT_TRUE(envelope);
  EXPECT_EQ(envelope->type, hello_type);
  EXPECT_EQ(envelope->body, hello);
  EXPECT_EQ(found(hello_envelope, {&acme()}, hello_type), "unknown_signer") << "its signature is of ECDSA";
}

TEST(Envelope, HoldsForItsSignerAlone) {
  const std::string text = envelope_text(signed_by_acme());
  EXPECT_EQ(text.find('\n'), std::string::npos);
  EXPECT_EQ(found(text, {&acme()}), "good");
  EXPECT_EQ(found(text, {&bolt(), &acme()}), "good");
  EXPECT_EQ(found(text, {&bolt()}), "unknown_signer");
  EXPECT_EQ(found(text, {}), "unknown_signer");
}

TEST(Envelope, GivesBackTheBytesThatWereSigned) {
  const std::string body("not even \0 text \xff", 17);
  const auto envelope = read_envelope(envelope_text(signed_by_acme(body)));
  ASSERT_TRUE(envelope);
  const KnownKey key = known_key(acme().public_key());
  const auto read = verified(*envelope, report_type, {&key, 1});
  ASSERT_TRUE(read);
  EXPECT_EQ(read->body, body);
  EXPECT_EQ(read->by, acme().public_key());
}

TEST(Envelope, DoesNotNeedTheHintAndDoesNotBelieveIt) {
  json none = acme_json();
  none["signatures"][0].erase("keyid");
  EXPECT_EQ(found(none.dump(), {&bolt(), &acme()}), "good");
  json other = acme_json();
  other["signatures"][0]["keyid"] = key_id(bolt().public_key());
  EXPECT_EQ(found(other.dump(), {&bolt(), &acme()}), "good");
  EXPECT_EQ(found(other.dump(), {&bolt()}), "bad_signature") << "it says that Bolt signed it";
}

TEST(Envelope, MayHaveSeveralSignatures) {
  Envelope both = signed_by_acme();
  sign(both, bolt());
  EXPECT_EQ(found(envelope_text(both), {&bolt()}), "good");
  json broken = json::parse(envelope_text(both));
  broken["signatures"][0]["sig"] = base64_of(std::string(signature_bytes, 'x'));
  EXPECT_EQ(found(broken.dump(), {&bolt()}), "good") << "another's signature is another's";
  EXPECT_EQ(found(broken.dump(), {&acme()}), "bad_signature");
}

// The type stands within what is signed: else a spec of one employer could be sent as a report
// (CVE-2022-35929).
TEST(Envelope, IsOfOneKind) {
  json other = acme_json();
  other["payloadType"] = "application/vnd.deskready.spec.v1+toml";
  EXPECT_EQ(found(other.dump(), {&acme()}), "other_type");
  EXPECT_EQ(found(other.dump(), {&acme()}, "application/vnd.deskready.spec.v1+toml"), "bad_signature");
}

TEST(Envelope, BreaksWithEachBitOfItsBodyAndSignature) {
  const Envelope good = signed_by_acme();
  const KnownKey key = known_key(acme().public_key());
  for (std::size_t bit = 0; bit < 8 * good.body.size(); ++bit) {
    Envelope bad = good;
    bad.body[bit / 8] = static_cast<char>(bad.body[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(verified(bad, report_type, {&key, 1})) << bit;
  }
  for (std::size_t bit = 0; bit < 8 * signature_bytes; ++bit) {
    Envelope bad = good;
    auto& byte = bad.signatures[0].signature[bit / 8];
    byte = static_cast<unsigned char>(byte ^ (1 << bit % 8));
    EXPECT_FALSE(verified(bad, report_type, {&key, 1})) << bit;
  }
}

TEST(Envelope, IsRefusedWithTheReason) {
  const auto changed = [](auto&& change) {
    json envelope = acme_json();
    change(envelope);
    return found(envelope.dump(), {&acme()});
  };
  EXPECT_EQ(found("", {&acme()}), "no_json");
  EXPECT_EQ(found(envelope_text(signed_by_acme()) + "x", {&acme()}), "no_json");
  EXPECT_EQ(found("[]", {&acme()}), "no_envelope");
  EXPECT_EQ(found(std::string(most_envelope_bytes + 1, ' '), {&acme()}), "too_large");
  EXPECT_EQ(changed([](json& e) { e.erase("payloadType"); }), "no_envelope");
  EXPECT_EQ(changed([](json& e) { e["payload"] = 1; }), "no_envelope");
  EXPECT_EQ(changed([](json& e) { e["signatures"] = json::object(); }), "no_envelope");
  EXPECT_EQ(changed([](json& e) { e["signatures"][0] = "text"; }), "no_envelope");
  EXPECT_EQ(changed([](json& e) { e["signatures"][0]["keyid"] = 1; }), "no_envelope");
  EXPECT_EQ(changed([](json& e) { e["payload"] = "?"; }), "payload_base64");
  EXPECT_EQ(changed([](json& e) { e["signatures"] = json::array(); }), "no_signature");
  EXPECT_EQ(changed([](json& e) { e["signatures"] = json(100, e["signatures"][0]); }), "too_many_signatures");
  EXPECT_EQ(changed([](json& e) { e["signatures"][0]["sig"] = "?"; }), "signature_base64");
  EXPECT_EQ(changed([](json& e) { e["signatures"][0]["sig"] = "YWJj"; }), "signature_length");
  EXPECT_EQ(changed([](json& e) { e["comment"] = "passed over"; }), "good");
}

// Two readers would take different ones.
TEST(Envelope, HasNoNameTwice) {
  std::string text = envelope_text(signed_by_acme());
  text.replace(text.size() - 1, 1, R"(, "payload": "aGVsbG8="})");
  EXPECT_EQ(found(text, {&acme()}), "no_json");
}

// A signature by a key of small order holds for every document where a library lets it.
TEST(Envelope, OfAKeyOfSmallOrderNeverHolds) {
  json forged = acme_json();
  std::string identity(signature_bytes, '\0');
  identity[0] = 1;
  forged["signatures"][0]["sig"] = base64_of(identity);
  PublicKey weak;
  weak.bytes[0] = 1;
  const auto envelope = read_envelope(forged.dump());
  ASSERT_TRUE(envelope);
  const KnownKey key = known_key(weak);
  EXPECT_FALSE(verified(*envelope, report_type, {&key, 1}));
}

TEST(RefusalCodes, AreEachOnesOwn) {
  std::set<std::string_view> codes;
  for (const Refused why : all_refused()) EXPECT_TRUE(codes.insert(code_of(why)).second) << code_of(why);
  EXPECT_EQ(code_of(Refused::file_unreadable), "file_unreadable");
  EXPECT_EQ(code_of(Refused::bad_signature), "bad_signature");
  EXPECT_EQ(code_of(Refused::other_device), "other_device");
  EXPECT_EQ(code_of(Refused::chain_unreadable), "chain_unreadable");
}

}  // namespace
}  // namespace deskready
