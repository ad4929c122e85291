// Whom a computer has accepted, and what is said when one of them is contradicted.
#include "config/trust/employers.h"

#include <gtest/gtest.h>

#include <chrono>

namespace deskready {
namespace {

using namespace std::chrono_literals;

const SecretKey& key_of(char letter) {
  static std::map<char, SecretKey> keys;
  return keys.try_emplace(letter, Seed::of(std::string(Seed::size, letter)).value()).first->second;
}

const WallTime now = parse_time("2026-11-24T09:30:00Z").value();
constexpr const char* here = "/home/jane/acme.toml.dsse";

struct Issued {
  char key = 'a';
  std::optional<char> before = {};  ///< signs too
  std::optional<char> next = {};
  WallTime at = now;
};

SignedSpec issued(const Issued& by) {
  SpecHead head{.by = {}, .issued = by.at};
  if (by.next) head.next = fingerprint(key_of(*by.next).public_key());
  return read_signed_spec(signed_spec("x", head, key_of(by.key), by.before ? &key_of(*by.before) : nullptr))
      .value();
}

/// One person's computer.
class Computer {
 public:
  /// "known", "new key", "first", or the code of the refusal.
  std::string found(const Issued& by, const std::string& place = here,
                    const std::string& name = "voice") const {
    const SignedSpec spec = issued(by);
    const auto is = met(known, {spec, name, "Acme", place}, now);
    if (!is) return std::string(code_of(is.error().why));
    return *is == Met::known ? "known" : *is == Met::by_new_key ? "new key" : "first";
  }
  /// The letter of the key that what belongs to the employer follows.
  PublicKey take(const Issued& by, const std::string& place = here, const std::string& name = "voice") {
    const SignedSpec spec = issued(by);
    return take_note(known, {spec, name, "Acme", place}, now);
  }
  KnownEmployers known;
};

TEST(Employers, AreKnownOnceTheyWereAccepted) {
  Computer computer;
  EXPECT_EQ(computer.found({}), "first");
  EXPECT_EQ(computer.take({}), key_of('a').public_key());
  EXPECT_EQ(computer.found({}), "known");
  EXPECT_EQ(computer.found({}, "/elsewhere"), "known") << "it is the key that counts";
  EXPECT_EQ(computer.found({.key = 'b'}, "/elsewhere"), "first") << "whatever it calls itself";
  EXPECT_EQ(computer.found({.key = 'b'}, ""), "first");
}

TEST(Employers, AreNotReplacedByAnotherKey) {
  Computer computer;
  computer.take({});
  EXPECT_EQ(computer.found({.key = 'b'}), "other_signer");
  computer.take({.key = 'b'}, "/elsewhere");
  EXPECT_EQ(computer.found({.key = 'b'}), "other_signer") << "one that is known elsewhere neither";
  EXPECT_TRUE(why_not_unsigned(computer.known, here));
  EXPECT_FALSE(why_not_unsigned(computer.known, "/another"));
  EXPECT_FALSE(why_not_unsigned(computer.known, ""));
  EXPECT_EQ(computer.take({.key = 'c'}), key_of('c').public_key()) << "but by a person";
  EXPECT_EQ(computer.found({.key = 'c'}), "known");
  EXPECT_EQ(computer.found({}), "other_signer");
}

TEST(Employers, GiveNoOlderSpecThanBefore) {
  Computer computer;
  computer.take({.at = now - 1h});
  EXPECT_EQ(computer.found({.at = now - 1h}), "known");
  EXPECT_EQ(computer.found({.at = now - 2h}), "older_spec");
  EXPECT_EQ(computer.found({.at = now - 2h}, here, "chat"), "known") << "another list of theirs";
  computer.take({.at = now - 2h});
  EXPECT_EQ(computer.found({.at = now - 90min}), "older_spec") << "the newest counts";
  EXPECT_EQ(computer.found({.at = now + 24h}), "known");
  EXPECT_EQ(computer.found({.at = now + 24h + 1s}), "future");
  EXPECT_EQ(computer.found({.key = 'z', .at = now + 25h}, "/z"), "future");
}

TEST(Employers, MayChangeTheirKeyByTheOldOne) {
  Computer computer;
  computer.take({});
  EXPECT_EQ(computer.found({.key = 'b', .before = 'a'}), "new key");
  EXPECT_EQ(computer.found({.key = 'b', .before = 'a', .at = now - 1s}), "older_spec");
  EXPECT_EQ(computer.take({.key = 'b', .before = 'a'}), key_of('a').public_key())
      << "it is the same employer";
  EXPECT_EQ(computer.found({.key = 'b'}), "known");
  EXPECT_EQ(computer.found({.key = 'b', .before = 'a'}), "known");
  EXPECT_EQ(computer.found({}), "retired_signer");
  EXPECT_EQ(computer.found({.key = 'c', .before = 'a'}), "unproven_signer") << "by a key that counts no more";
  EXPECT_EQ(computer.known.size(), 1u);
}

TEST(Employers, MayChangeTheirKeyByOneThatTheyNamedBefore) {
  Computer computer;
  computer.take({.next = 'b'});
  // The old key is lost: whoever signs says whose place it takes, and signs alone.
  SignedSpec spec = issued({.key = 'b', .before = 'a'});
  spec.envelope.signatures.pop_back();
  EXPECT_EQ(met(computer.known, {spec, "voice", "Acme", here}, now), Met::by_new_key);
  EXPECT_EQ(take_note(computer.known, {spec, "voice", "Acme", here}, now), key_of('a').public_key());
  EXPECT_EQ(computer.found({.key = 'b'}), "known");
  spec = issued({.key = 'c', .before = 'b'});
  spec.envelope.signatures.pop_back();
  EXPECT_EQ(met(computer.known, {spec, "voice", "Acme", here}, now).error().why, Refused::unproven_signer);
}

// Who stole the key can sign, and name a successor; the one that was named before the theft wins.
TEST(Employers, ComeBackAfterATheft) {
  Computer computer;
  computer.take({.next = 'b'});
  computer.take({.next = 't'});
  computer.take({.key = 't', .before = 'a', .next = 'u'});
  EXPECT_EQ(computer.found({.key = 't'}), "known");
  SignedSpec back = issued({.key = 'b', .before = 'a'});
  back.envelope.signatures.pop_back();
  EXPECT_EQ(met(computer.known, {back, "voice", "Acme", here}, now), Met::by_new_key);
  take_note(computer.known, {back, "voice", "Acme", here}, now);
  EXPECT_EQ(computer.found({.key = 't'}), "retired_signer");
  SignedSpec again = issued({.key = 'u', .before = 't'});
  again.envelope.signatures.pop_back();
  EXPECT_EQ(met(computer.known, {again, "voice", "Acme", here}, now).error().why, Refused::unproven_signer);
}

// Else an employer could make two see one computer, by signing another's spec or naming another's key.
TEST(Employers, CannotTakeAnotherForTheirSuccessor) {
  Computer computer;
  computer.take({.key = 'x', .next = 'a'}, "/x");
  SignedSpec acme = issued({});
  sign(acme.envelope, key_of('x'));
  EXPECT_EQ(met(computer.known, {acme, "voice", "Acme", here}, now), Met::first);
  EXPECT_EQ(take_note(computer.known, {acme, "voice", "Acme", here}, now), key_of('a').public_key());
}

// Each check by a known key is noted without a question: one employer must not fill the file for all.
TEST(Employers, TakeNoMoreRoomThanTheirShare) {
  Computer computer;
  computer.take({.at = now - 24h}, here, "first");
  for (int i = 0; i < 300; ++i) {
    const std::string name = std::to_string(i) + (i % 2 == 0 ? std::string(200'000, 'x') : "");
    computer.take({.at = now - 23h + std::chrono::minutes(i)}, here, name);
  }
  for (char next = 'A'; next <= 'Z'; ++next) computer.take({.next = next});
  SignedSpec spec = issued({});
  take_note(computer.known, {spec, "voice", std::string(300'000, 'e') + "\u00e9", here}, now);
  const std::string text = known_employers_text(computer.known);
  EXPECT_LT(text.size(), 100'000u);
  EXPECT_TRUE(read_known_employers(text));
  const std::string newest = "298" + std::string(200'000, 'x');
  EXPECT_EQ(computer.found({.at = now - 24h}, here, newest), "older_spec") << "long names are told apart";
  EXPECT_EQ(computer.found({.at = now - 24h}, here, "other " + newest), "known");
}

TEST(Employers, AreReadAsTheyWereWritten) {
  Computer computer;
  computer.take({.next = 'b'});
  computer.take({.key = 'b', .before = 'a', .next = 'c'});
  computer.take({.key = 'x'}, "https://bolt.example/spec.dsse", "chat");
  const std::string text = known_employers_text(computer.known);
  const auto again = read_known_employers(text);
  ASSERT_TRUE(again);
  EXPECT_EQ(known_employers_text(*again), text);
  EXPECT_EQ(again->front().first, key_of('a').public_key());
  EXPECT_EQ(employer_of(*again, key_of('b').public_key()), &again->front());
  EXPECT_EQ(employer_of(*again, key_of('z').public_key()), nullptr);
  for (const char* broken : {"", "{}", R"({"schema": "deskready.employers/1"})",
                             R"({"schema": "deskready.employers/1", "employers": [{}]})"})
    EXPECT_FALSE(read_known_employers(broken)) << broken;
}

TEST(Fingerprints, AreComparedAsPeopleTypeThem) {
  const PublicKey key = key_of('a').public_key();
  const std::string own = fingerprint(key);
  EXPECT_TRUE(is_fingerprint(own));
  std::string lazy = own.substr(0, 4) + " " + own.substr(5);
  lazy[0] = static_cast<char>(lazy[0] | 0x20);
  EXPECT_TRUE(is_fingerprint_of(key, lazy));
  EXPECT_FALSE(is_fingerprint_of(key, own.substr(0, 30))) << "the whole of it";
  EXPECT_FALSE(is_fingerprint_of(key_of('b').public_key(), own));
  EXPECT_FALSE(is_fingerprint_of(key, ""));
  for (const std::string& wrong : {std::string(), own + "A", own.substr(1), "1" + own.substr(1), lazy})
    EXPECT_FALSE(is_fingerprint(wrong)) << wrong;
}

}  // namespace
}  // namespace deskready
