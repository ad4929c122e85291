// What reports would come to by another rule.
#include "reports/desk/what_if.h"

#include "config/spec/chain/load.h"
#include "tests/unit/reports/scenes.h"

namespace deskready {
namespace {

std::string ready_document() {
  return dump(to_json(scenes().front().report));
}

std::optional<Verdict> verdict_by(std::string_view rule, const std::string& document = ready_document()) {
  const std::vector<Spec> specs{acme_spec()};
  return verdict_if(document, specs, read_what_if(rule).value());
}

TEST(WhatIf, ReadsARuleAsPeopleSayIt) {
  const auto rule = read_what_if(" network.download >= 20 Mbps ");
  ASSERT_TRUE(rule) << rule.error();
  EXPECT_EQ(rule->key.name, "network.download");
  EXPECT_EQ(rule->level, Level::require);
  EXPECT_TRUE(read_what_if("network.download>=20 Mbps"));
  EXPECT_TRUE(read_what_if("system.memory.installed >= 16 GB"));
  for (const char* const wrong : {"", "network.download", ">= 20 Mbps", "network.downlod >= 20 Mbps",
                                  "network.download >= 20 GB", "network.download\n>= 1 Mbps\n[spec]"})
    EXPECT_FALSE(read_what_if(wrong)) << wrong;
  EXPECT_NE(read_what_if("network.downlod >= 20 Mbps").error().find("network.download"), std::string::npos);
}

TEST(WhatIf, JudgesTheSameFiguresAgain) {
  ASSERT_EQ(scenes().front().report.verdict, Verdict::ready) << "else nothing is tested";
  EXPECT_EQ(verdict_by("network.download >= 1 Mbps"), Verdict::ready);
  EXPECT_NE(verdict_by("network.download >= 900 Gbps"), Verdict::ready);
  EXPECT_EQ(verdict_by("system.memory.installed >= 900 TB"), Verdict::not_ready);
}

TEST(WhatIf, CannotTellWhatNobodyMeasured) {
  EXPECT_EQ(verdict_by("system.display.count >= 1"), Verdict::incomplete);
  EXPECT_EQ(verdict_by("network.download >= 1 Mbps", "{}"), std::nullopt);
  const std::vector<Spec> others{load_spec("voice-baseline").value()};
  EXPECT_EQ(verdict_if(ready_document(), others, read_what_if("network.download >= 1 Mbps").value()),
            std::nullopt);
}

TEST(WhatIf, TakesThePlaceOfTheLimitAndLeavesTheRest) {
  const Spec acme = acme_spec();
  const Rule rule = read_what_if("network.download >= 900 Mbps").value();
  const Spec changed = with_rule(acme, rule);
  ASSERT_EQ(changed.rules.size(), acme.rules.size());
  std::size_t different = 0;
  for (std::size_t i = 0; i < acme.rules.size(); ++i)
    different += !(changed.rules[i].comparison == acme.rules[i].comparison);
  EXPECT_EQ(different, 1u);
  EXPECT_EQ(with_rule(acme, read_what_if("system.display.count >= 1").value()).rules.size(),
            acme.rules.size() + 1);
}

}  // namespace
}  // namespace deskready
