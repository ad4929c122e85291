#include "config/trust/key_line.h"

#include <gtest/gtest.h>

namespace deskready {
namespace {

// The key of RFC 8032's first test, and the point of order 1.
constexpr std::string_view good = "deskready-key ed25519 11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
constexpr std::string_view weak = "deskready-key ed25519 AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= Acme";

std::string_view code(std::string_view line) {
  const auto read = read_key_line(line);
  return read ? "good" : code_of(read.error().why);
}

TEST(KeyLines, AreReadAsTheyAreWritten) {
  const NamedKey named = read_key_line(std::string(good) + "  Acme Support, till 2027 ").value();
  EXPECT_EQ(named.comment, "Acme Support, till 2027");
  EXPECT_EQ(key_line(named.key, named.comment), std::string(good) + " Acme Support, till 2027");
  EXPECT_EQ(key_line(named.key, ""), good);
  EXPECT_EQ(key_line(named.key, "two\nlines"), std::string(good) + " two lines");
}

TEST(KeyLines, SayWhatIsWrong) {
  EXPECT_EQ(code(good), "good");
  EXPECT_EQ(code(weak), "weak_key");
  EXPECT_EQ(code("deskready-key ecdsa-p256 11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="), "other_algorithm");
  EXPECT_EQ(code("deskready-secret ed25519 11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="), "secret_given");
  for (const char* const none :
       {"", "ssh-ed25519 AAAA", "deskready-key ed25519", "deskready-key ed25519 11qYAY==",
        "deskready-key ed25519 11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})
    EXPECT_EQ(code(none), "no_key") << none;
}

TEST(KeyLines, OfSecretsAreForOnePurpose) {
  const Seed seed = Seed::random();
  const std::string line = secret_line(seed, deriving_seed, "home");
  EXPECT_EQ(read_secret_line(line, deriving_seed).value().seed.bytes(), seed.bytes());
  EXPECT_EQ(read_secret_line(line, signing_seed).error().why, Refused::other_algorithm)
      << "a seed that keys are derived from must never sign itself";
  EXPECT_EQ(read_secret_line(good, signing_seed).error().why, Refused::no_key);
}

TEST(KeyLines, StandBesideCommentsInAFile) {
  const auto keys = read_key_lines("# our people\n\n" + std::string(good) + " Ann\r\n" + std::string(good));
  ASSERT_TRUE(keys);
  ASSERT_EQ(keys->size(), 2u);
  EXPECT_EQ((*keys)[0].comment, "Ann");
  EXPECT_EQ(read_key_lines(std::string(good) + "\n" + std::string(weak)).error().why, Refused::weak_key);
  EXPECT_EQ(read_key_lines("# none\n").error().why, Refused::no_key) << "nobody is no choice";
}

}  // namespace
}  // namespace deskready
