#include "config/spec/language/draft.h"

#include <gtest/gtest.h>

#include "config/spec/chain/load.h"
#include "config/spec/lint/lint.h"

namespace deskready {
namespace {

using Given = std::map<std::string, std::string, std::less<>>;

void expect_clean(const Given& answers) {
  const std::string text = draft_spec(answers);
  const auto spec = parse_spec(text, "draft.toml", {});
  ASSERT_TRUE(spec) << to_string(spec.error().front()) << "\n" << text;
  for (const SpecError& flag : lint(*spec, "2026-11-24")) ADD_FAILURE() << to_string(flag);
  EXPECT_FALSE(spec->rules.empty());
}

TEST(Draft, LintsCleanWhateverIsAnswered) {
  expect_clean({{"employer", "Acme \"Support\" \\ Ltd"}});
  Given all;
  for (const DraftQuestion& question : draft_questions()) {
    EXPECT_TRUE(check_draft_answer(question.flag, question.example)) << question.flag;
    all[std::string(question.flag)] = question.example;
    expect_clean({{"employer", "Acme"}, {std::string(question.flag), std::string(question.example)}});
  }
  all["far-end"] = "https://edge.acme.example";
  expect_clean(all);
  all["wifi"] = "yes";
  expect_clean(all);
}

TEST(Draft, EveryAnswerIsAsked) {
  Given all;
  for (const DraftQuestion& question : draft_questions()) all[std::string(question.flag)] = question.example;
  all["far-end"] = "https://edge.acme.example";
  const auto spec = parse_spec(draft_spec(all), "draft.toml", {});
  ASSERT_TRUE(spec);
  EXPECT_EQ(spec->name, "acme-support");
  EXPECT_EQ(spec->rules.size(), 9u);
  EXPECT_EQ(spec->questions.size(), 1u);
  EXPECT_EQ(spec->far_end_url, "https://edge.acme.example");
}

TEST(Draft, AWrongAnswerIsToldHowToBeRight) {
  const std::pair<const char*, const char*> rows[] = {
      {"employer", ""},   {"download", "25"}, {"download", "fast"},  {"latency", "5 Mbps"},
      {"loss", "200 %"},  {"wifi", "maybe"},  {"headset", "usb, x"}, {"os", "windows 11"},
      {"line", "string"}, {"far-end", "edge"}};
  for (const auto& [flag, answer] : rows)
    EXPECT_FALSE(check_draft_answer(flag, answer)) << flag << " " << answer;
}

}  // namespace
}  // namespace deskready
