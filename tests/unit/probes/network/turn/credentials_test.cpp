#include "probes/network/turn/credentials.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace deskready::network::turn {
namespace {

namespace fs = std::filesystem;

/// With a name of so many letters.
std::string of_user(std::size_t letters) {
  std::string text(letters, 'u');
  text += "\np";
  return text;
}

TEST(TurnCredentials, AreTwoLines) {
  for (const char* text : {"1764460800:A-1042\nc2Vj cmV0=", "1764460800:A-1042\nc2Vj cmV0=\n",
                           "1764460800:A-1042\r\nc2Vj cmV0=\r\n\r\n"}) {
    const auto read = credentials_in(text);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(read->user, "1764460800:A-1042");
    EXPECT_EQ(read->password, "c2Vj cmV0=");
  }
  EXPECT_TRUE(credentials_in(of_user(508)));
}

TEST(TurnCredentials, AreNothingElse) {
  using namespace std::string_view_literals;
  for (const std::string_view text :
       {""sv, "\n"sv, "user"sv, "user\n"sv, "\npassword"sv, "user\npassword\nmore"sv, "us\ter\npassword"sv,
        "user\npass\0word"sv, "user\rpassword\n"sv})
    EXPECT_FALSE(credentials_in(text)) << text;
  EXPECT_FALSE(credentials_in(of_user(509))) << "STUN carries none so long";
}

TEST(TurnCredentials, SayWhenTheyExpire) {
  EXPECT_EQ(expiry_of("1764460800:A-1042"), 1764460800);
  EXPECT_EQ(expiry_of("0:"), 0);
  for (const char* user : {"", ":", "ann", "1764460800", "ann:1764460800", "-5:ann", "17 :ann", "+5:ann",
                           "99999999999999999999:ann"})
    EXPECT_FALSE(expiry_of(user)) << user;
}

class TurnCredentialsFile : public testing::Test {
 protected:
  TurnCredentialsFile() {
    std::string name = (fs::temp_directory_path() / "deskready-turn-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~TurnCredentialsFile() override { fs::remove_all(folder_); }

  auto found(const std::string& host, const std::string& text, std::int64_t now = 1000) {
    std::ofstream(folder_ / "acme") << text;
    return credentials_for(host, {{"turn.acme.example", folder_ / "acme"}, {"b.example", folder_ / "b"}},
                           *from_unix_seconds(now));
  }
  std::string why(const std::string& host, const std::string& text, std::int64_t now = 1000) {
    const auto credentials = found(host, text, now);
    if (credentials) return "known";
    for (const auto& [name, value] : credentials.error().args)
      EXPECT_EQ(value.find(folder_.string()), std::string::npos) << "no path is told";
    return std::string(to_string(credentials.error().cause)) + " " + credentials.error().args.at("detail");
  }

  fs::path folder_;
};

TEST_F(TurnCredentialsFile, IsThatOfTheHost) {
  const auto credentials = found("TURN.acme.example", "ann\nsecret\n");
  ASSERT_TRUE(credentials);
  EXPECT_EQ(credentials->user, "ann");
  EXPECT_EQ(why("turn.bolt.example", "ann\nsecret\n"), "failed turn_needs_credentials");
  EXPECT_EQ(why("acme.example", "ann\nsecret\n"), "failed turn_needs_credentials");
}

TEST_F(TurnCredentialsFile, MayBeMissingOrOfAnotherForm) {
  EXPECT_EQ(why("b.example", ""), "failed turn_credentials_unread");
  EXPECT_EQ(why("turn.acme.example", "ann"), "failed turn_credentials_unread");
  EXPECT_EQ(why("turn.acme.example", "ann\n" + std::string(5000, 'p')), "failed turn_credentials_unread");
}

TEST_F(TurnCredentialsFile, ExpiresByItsUserName) {
  EXPECT_EQ(why("turn.acme.example", "1001:ann\nsecret\n"), "known");
  EXPECT_EQ(why("turn.acme.example", "1000:ann\nsecret\n"), "failed turn_credentials_expired");
  EXPECT_EQ(why("turn.acme.example", "ann:1000\nsecret\n"), "known");
}

}  // namespace
}  // namespace deskready::network::turn
