#include "reports/words/refusals/choice_words.h"

#include <gtest/gtest.h>

#include <vector>

namespace deskready {
namespace {

using Words = std::vector<std::string_view>;

TEST(ChoiceWords, SayWhatToUseInstead) {
  const Words few = {"text", "json", "html"};
  EXPECT_EQ(instead_of("en", "htm", few), "did you mean html? Use text, json or html");
  EXPECT_EQ(instead_of("en", "junkyard", few), "use text, json or html");
  EXPECT_EQ(instead_of("en", "depth", Words{"quick"}), "use quick");
}

TEST(ChoiceWords, OfManyNameThoseThatAreNear) {
  const Words many = {"check",  "recheck", "facts",   "assess", "spec", "reports",
                      "verify", "audio",   "history", "status", "gate"};
  EXPECT_EQ(instead_of("en", "chek", many), "did you mean check?");
  EXPECT_EQ(instead_of("en", "zzzzzzzz", many),
            "use check, recheck, facts, assess, spec, reports, verify, audio, history, status or gate");
}

}  // namespace
}  // namespace deskready
