// A list of public speed tests as a person is shown it; the list comes from a server of this test.
#include "agent/cli/check/server_choice.h"

#include <gmock/gmock.h>

#include "tests/unit/agent/cli/check/scripted_person.h"
#include "tests/unit/probes/network/odd_server.h"

namespace deskready {
namespace {

using network::OddServer;
using network::ok;
using testing::HasSubstr;

std::string row(const std::string& name, const std::string& host, const std::string& by) {
  return "{\"name\": \"" + name + "\", \"server\": \"//" + host +
         "/\", \"dlURL\": \"garbage.php\", \"ulURL\": \"empty.php\", \"sponsorName\": \"" + by + "\"}";
}

std::string two_servers() {
  return "[" + row("Prague, Czechia (Example Ltd)", "prg.example", "Example Ltd") + ", " +
         row("Frankfurt, Germany", "fra.example", "Other\\u001b[31m GmbH") + "]";
}

PublicTests listed_at(const OddServer& server) {
  PublicTests settings;
  settings.servers = server.url() + "/servers.php";
  return settings;
}

TEST(ServerChoice, IsOfTheListWithWhoRunsWhat) {
  const OddServer server(ok(two_servers()));
  ScriptedPerson person({"Prague, Czechia (Example Ltd): prg.example"});
  EXPECT_EQ(ask_for_server(person, listed_at(server)), "https://prg.example");
  ASSERT_EQ(person.asked.size(), 1u);
  EXPECT_THAT(person.asked[0].question, HasSubstr("sees this computer's internet address"));
  const auto& rows = person.asked[0].answers;
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].find("Frankfurt, Germany, run by Other"), 0u) << rows[0];
  EXPECT_TRUE(rows[0].ends_with("GmbH: fra.example")) << rows[0];
  EXPECT_EQ(rows[0].find('\x1b'), std::string::npos) << "a list commands the terminal";
  EXPECT_EQ(rows[1], "Prague, Czechia (Example Ltd): prg.example") << "who runs it stands there already";
  EXPECT_EQ(rows[2], "None of these");
}

TEST(ServerChoice, NoneOfThemAndASkipAreNoAddress) {
  const OddServer server(ok(two_servers()));
  for (const std::optional<std::string>& says : {std::optional<std::string>("None of these"), {}}) {
    ScriptedPerson person({says});
    EXPECT_EQ(ask_for_server(person, listed_at(server)), "");
  }
}

TEST(ServerChoice, WithoutAListNobodyIsAskedAndItIsSaidWhere) {
  for (const std::string& answer : {ok("<html>moved</html>"), ok("[]"),
                                    std::string("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")}) {
    const OddServer server(answer);
    const PublicTests settings = listed_at(server);
    ScriptedPerson person({});
    testing::internal::CaptureStderr();
    const std::string address = ask_for_server(person, settings);
    const std::string said = testing::internal::GetCapturedStderr();
    EXPECT_EQ(address, "");
    EXPECT_THAT(said, HasSubstr("no list of public speed tests at " + settings.servers)) << answer;
    EXPECT_TRUE(person.asked.empty());
  }
}

}  // namespace
}  // namespace deskready
