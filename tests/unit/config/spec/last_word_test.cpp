// No word of a limit is ignored: whatever stands behind a valid limit is a fault, or part of a free text that
// is compared whole.
#include <gtest/gtest.h>

#include "config/spec/chain/load.h"
#include "config/spec/language/comparison_parser.h"

namespace deskready {
namespace {

constexpr std::string_view words[] = {"turbo",   "or so",       "approx.",  "x",       "2",
                                      "down",    "symmetrical", "per seat", "(ideal)", "vPro",
                                      "ideally", "10.5.",       "?",        ", 7 more"};

TEST(LastWord, OfEveryShippedLimitIsUnderstoodOrRefused) {
  int tried = 0;
  for (const ShippedSpec& shipped : shipped_specs()) {
    const Spec spec = load_spec(shipped.name).value();
    for (const Rule* rule : all_rules(spec)) {
      const FactInfo& info = *find_fact(rule->key.name);
      if (rule->comparison.op == Operator::in || rule->comparison.op == Operator::not_in) continue;
      const std::string limit = info.kind == Kind::truth ? (rule->comparison.truth ? "true" : "false")
                                                         : to_string(rule->comparison, info);
      ASSERT_TRUE(parse_comparison(limit, info)) << rule->id << " " << limit;
      for (const std::string_view word : words) {
        ++tried;
        const std::string longer = limit + " " + std::string(word);
        const auto read = parse_comparison(longer, info);
        if (!read) {
          EXPECT_FALSE(read.error().empty());
          continue;
        }
        EXPECT_EQ(info.kind, Kind::text)
            << rule->id << ": " << longer << " was taken as " << to_string(*read, info);
        EXPECT_TRUE(info.words.empty() && info.ordered == Ordered::no) << longer;
        EXPECT_EQ(read->texts, std::vector<std::string>{longer});
      }
    }
  }
  EXPECT_GT(tried, 2000);
}

}  // namespace
}  // namespace deskready
