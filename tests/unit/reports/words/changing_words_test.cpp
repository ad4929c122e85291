// What is said of a line that changes.
#include <gtest/gtest.h>

#include "config/facts/catalogue.h"
#include "config/spec/language/comparison_parser.h"
#include "reports/words/finding_words.h"
#include "reports/words/page_words.h"

namespace deskready {
namespace {

TEST(ChangingWords, TellWhatToExpectOrThatNobodyKnows) {
  EXPECT_EQ(unmarked(changing_words("en", OtherMinutes{3e6, 12e6})),
            "this line changes: expect 3 Mbit/s to 12 Mbit/s");
  EXPECT_EQ(changing_words("en", std::nullopt),
            "this line changes: what it carries in other minutes cannot be told from a few seconds");
}

TEST(ChangingWords, AVerdictsSentenceNamesItsSeconds) {
  Finding finding;
  finding.key = "network.download";
  finding.outcome = Outcome::not_met;
  finding.code = "too_low";
  finding.asked = parse_comparison(">= 25 Mbps", *find_fact("network.download")).value();
  finding.measured = Measured{6e6, 5e6, 7e6};
  const std::string plain = unmarked(finding_sentence("en", finding));
  finding.args["looked"] = "7.2";
  EXPECT_EQ(unmarked(finding_sentence("en", finding)), plain + " The figure is the mean of 7.2 s.");
}

}  // namespace
}  // namespace deskready
