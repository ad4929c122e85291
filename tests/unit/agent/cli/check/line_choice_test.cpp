// What the line is measured to where the employer names nothing: only what the person agreed to.
#include "agent/cli/check/line_choice.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include "config/spec/chain/load.h"
#include "tests/unit/agent/cli/check/scripted_person.h"
#include "tests/unit/probes/network/odd_server.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using Use = PublicTests::Use;

constexpr const char* in_public = "A public speed test: speed.example";
constexpr const char* listed = "A public speed test from LibreSpeed's list of volunteers";
constexpr const char* by_address = "An address that my employer gave me for this";
constexpr const char* nothing = "Nothing: leave the line out";

class LineChoiceTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_NE(mkdtemp(home_.data()), nullptr);
    for (auto& [name, before] : before_) {
      if (const char* value = std::getenv(name)) before = value;
      unsetenv(name);
    }
    setenv("XDG_STATE_HOME", home_.c_str(), 1);
    settings_.public_tests.address = "https://speed.example";
    options_.specs = {write("acme.toml", "[require.network]\ndownload = \">= 5 Mbps\"\n")};
  }
  void TearDown() override {
    for (const auto& [name, before] : before_) before ? setenv(name, before->c_str(), 1) : unsetenv(name);
    fs::remove_all(home_);
  }

  std::string write(const std::string& name, const std::string& rules) const {
    const std::string file = home_ + "/" + name;
    std::ofstream(file) << "[spec]\nlanguage = 1\nname = \"acme\"\nemployer = \"Acme\"\n" << rules;
    return file;
  }
  fs::path choices_file() const { return fs::path(home_) / "deskready" / "line_choices.json"; }

  ScriptedPerson asked(std::vector<std::optional<std::string>> says) {
    ScriptedPerson person(std::move(says));
    ask_for_line(person, settings_, options_);
    return person;
  }
  /// What a later run of the same spec takes.
  std::vector<std::string> taken(CheckOptions options) const {
    take_choices_of_before(options, {load_spec(options.specs.front()).value()}, settings_);
    return options.chosen_before;
  }

  std::map<const char*, std::optional<std::string>> before_ = {{"XDG_STATE_HOME", {}},
                                                               {"STATE_DIRECTORY", {}}};
  std::string home_ = "/tmp/line-choice-XXXXXX";
  Settings settings_;
  CheckOptions options_;
};

TEST_F(LineChoiceTest, IsAskedOnceAndKeptForThisSpec) {
  const ScriptedPerson person = asked({in_public});
  ASSERT_EQ(person.asked.size(), 1u);
  EXPECT_THAT(person.asked[0].question, HasSubstr("Acme names no place to measure your internet line to"));
  EXPECT_THAT(person.asked[0].answers, ElementsAre(in_public, listed, by_address, nothing));
  EXPECT_THAT(taken(options_), ElementsAre("https://speed.example"));
  asked({});
  options_.specs = {write("bolt.toml", "[require.network]\ndownload = \">= 5 Mbps\"\n")};
  EXPECT_THAT(taken(options_), ElementsAre("")) << "it was chosen for another";
  EXPECT_EQ(asked({nothing}).asked.size(), 1u);
}

TEST_F(LineChoiceTest, ASkipIsForThisTimeOnly) {
  asked({std::nullopt});
  EXPECT_EQ(options_.far_end, "");
  EXPECT_FALSE(fs::exists(choices_file()));
  EXPECT_EQ(asked({nothing}).asked.size(), 1u);
  EXPECT_TRUE(fs::exists(choices_file()));
  EXPECT_THAT(taken(options_), ElementsAre(""));
  asked({});
}

TEST_F(LineChoiceTest, AnAddressIsAskedForUntilItIsOne) {
  const ScriptedPerson person = asked({by_address, "ftp://edge.example", "edge.example:0", " edge.example "});
  EXPECT_EQ(person.asked.size(), 4u);
  EXPECT_TRUE(person.asked[1].answers.empty()) << "it is typed";
  EXPECT_THAT(taken(options_), ElementsAre("https://edge.example"));
}

TEST_F(LineChoiceTest, AnAddressThatNobodyTypesIsASkip) {
  asked({by_address, std::nullopt});
  EXPECT_FALSE(fs::exists(choices_file()));
}

TEST_F(LineChoiceTest, AServerOfTheListIsTakenOrTheQuestionPutAgain) {
  const network::OddServer server(
      network::ok("[{\"name\": \"Frankfurt\", \"server\": \"//fra.example/\", \"dlURL\": \"garbage.php\", "
                  "\"ulURL\": \"empty.php\"}]"));
  settings_.public_tests.servers = server.url();
  asked({listed, "None of these", listed, "Frankfurt: fra.example"});
  EXPECT_THAT(taken(options_), ElementsAre("https://fra.example"));
}

TEST_F(LineChoiceTest, WhoForbidsPublicTestsIsOfferedNone) {
  settings_.public_tests.use = Use::never;
  EXPECT_THAT(asked({nothing}).asked[0].answers, ElementsAre(by_address, nothing));
  settings_.public_tests.use = Use::ask;
  options_.specs = {write("strict.toml",
                          "[far_end]\npublic = \"forbidden\"\n"
                          "[require.network]\ndownload = \">= 5 Mbps\"\n")};
  EXPECT_THAT(asked({nothing}).asked[0].answers, ElementsAre(by_address, nothing));
}

TEST_F(LineChoiceTest, WhereNothingIsMissingNobodyIsAsked) {
  options_.specs = {write("own.toml",
                          "[far_end]\nurl = \"https://edge.example\"\n"
                          "[require.network]\ndownload = \">= 5 Mbps\"\n")};
  asked({});
  options_.specs = {write("system.toml", "[require.system]\nmemory.installed = \">= 1 GB\"\n")};
  asked({});
  options_.specs = {write("acme.toml", "[require.network]\ndownload = \">= 5 Mbps\"\n")};
  settings_.public_tests.use = Use::always;
  asked({});
}

TEST_F(LineChoiceTest, WhatWasChosenCountsOnlyWhereAPersonMayStillWantIt) {
  asked({in_public});
  CheckOptions options = options_;
  options.unattended = true;
  EXPECT_TRUE(taken(options).empty()) << "only the settings agree to that";
  options = options_;
  options.far_end = "https://edge.example";
  EXPECT_TRUE(taken(options).empty());
  options = options_;
  options.parts = {"system"};
  EXPECT_TRUE(taken(options).empty());
  settings_.public_tests.use = Use::never;
  EXPECT_THAT(taken(options_), ElementsAre(""));
}

TEST_F(LineChoiceTest, ADamagedFileIsLeftAndTheAnswerCountsThisTime) {
  fs::create_directories(choices_file().parent_path());
  std::ofstream(choices_file()) << "{ damaged";
  testing::internal::CaptureStderr();
  asked({in_public});
  EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr(choices_file().string() + " is damaged"));
  EXPECT_EQ(options_.far_end, "https://speed.example");
  std::ifstream file(choices_file());
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), "{ damaged");
}

TEST_F(LineChoiceTest, APublicTestOfTheCommandLineIsTheSettingsOneOrAnAddress) {
  ASSERT_TRUE(take_public_test(options_, settings_));
  EXPECT_EQ(options_.far_end, "") << "nobody asked for one";
  options_.public_test = true;
  ASSERT_TRUE(take_public_test(options_, settings_));
  EXPECT_EQ(options_.far_end, "https://speed.example");
  options_.far_end = "https://fra.example";
  ASSERT_TRUE(take_public_test(options_, settings_));
  EXPECT_EQ(options_.far_end, "https://fra.example");
  options_.far_end = "fra.example";
  EXPECT_FALSE(take_public_test(options_, settings_)) << "without a scheme";
  options_.far_end.clear();
  settings_.public_tests.use = Use::never;
  EXPECT_FALSE(take_public_test(options_, settings_));
  EXPECT_EQ(options_.far_end, "");
}

}  // namespace
}  // namespace deskready
