// Consent is kept for one spec, and only as it was given.
#include "agent/check/past/line_choices.h"

#include <gtest/gtest.h>

#include <fstream>

namespace deskready {
namespace {

namespace fs = std::filesystem;
using To = LineChoice::To;

class Choices : public testing::Test {
 protected:
  Choices() {
    std::string name = (fs::temp_directory_path() / "deskready-choices-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~Choices() override { fs::remove_all(folder_); }

  LineChoices open() const { return LineChoices::open(folder_).value(); }
  std::optional<LineChoice> as_written(const std::string& choice) const {
    std::ofstream(folder_ / "line_choices.json")
        << R"({"schema": "deskready.line_choices/1", "specs": {"file /acme.toml": )" << choice << "}}";
    return open().of(spec("file /acme.toml"));
  }
  static Spec spec(const std::string& identity) {
    Spec spec;
    spec.identity = identity;
    spec.name = spec.employer = "Acme";
    return spec;
  }

  fs::path folder_;
  const WallTime at_ = parse_time("2026-11-24T09:29:00Z").value();
};

TEST_F(Choices, AreKeptForTheirSpecUntilTheyAreTakenBack) {
  const Spec acme = spec("file /acme.toml"), bolt = spec("file /bolt.toml"), other = spec("text acme");
  EXPECT_FALSE(open().of(acme));
  LineChoices choices = open();
  choices.keep(acme, {To::public_test, "https://speed.example", at_});
  choices.keep(bolt, {To::nothing, {}, at_});
  ASSERT_TRUE(choices.save());
  const auto kept = open().of(acme);
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->to, To::public_test);
  EXPECT_EQ(kept->address, "https://speed.example");
  EXPECT_EQ(kept->at, at_);
  EXPECT_EQ(open().of(bolt)->to, To::nothing);
  EXPECT_FALSE(open().of(other)) << "of the same name and employer, and somebody else's";
  EXPECT_EQ(LineChoices::forget(folder_), true);
  EXPECT_FALSE(open().of(acme));
  EXPECT_EQ(LineChoices::forget(folder_), false);
}

TEST_F(Choices, OfACheckAreForThatOneAndOfManyTheLatestAreKept) {
  LineChoices choices = open();
  for (int i = 0; i < 60; ++i)
    choices.keep_for_check(std::to_string(i),
                           {To::public_test, "https://speed.example", at_ + std::chrono::hours(i)});
  ASSERT_TRUE(choices.save());
  const LineChoices kept = open();
  EXPECT_FALSE(kept.of(spec("59"))) << "no consent for another check of the same list";
  EXPECT_EQ(kept.of_check("59")->address, "https://speed.example");
  EXPECT_TRUE(kept.of_check("10"));
  EXPECT_FALSE(kept.of_check("9"));
  EXPECT_EQ(LineChoices::forget(folder_), true);
  EXPECT_FALSE(open().of_check("59"));
}

TEST_F(Choices, WhatIsNotUnderstoodIsNoConsent) {
  const std::string at = R"("at": "2026-11-24T09:29:00Z")";
  EXPECT_TRUE(as_written(R"({"to": "far_end", "address": "https://edge.example", )" + at + "}"));
  EXPECT_FALSE(as_written(R"({"to": "everybody", "address": "https://edge.example", )" + at + "}"));
  EXPECT_FALSE(as_written(R"({"to": "public_test", )" + at + "}"));
  EXPECT_FALSE(as_written(R"({"to": "nothing", "address": "https://edge.example", )" + at + "}"));
  EXPECT_FALSE(as_written(R"({"to": "public_test", "address": "https://speed.example"})"));
  EXPECT_FALSE(as_written("7"));
}

TEST_F(Choices, ADamagedFileIsNotOverwritten) {
  for (const char* text : {"{ damaged", "", "[]", R"({"schema": "deskready.line_choices/2"})"}) {
    std::ofstream(folder_ / "line_choices.json") << text;
    const auto choices = LineChoices::open(folder_);
    ASSERT_FALSE(choices) << text;
    EXPECT_EQ(choices.error(),
              (folder_ / "line_choices.json").string() + " is damaged; move it away to be asked again");
  }
}

}  // namespace
}  // namespace deskready
