#include "agent/check/measuring/plan.h"

#include <gmock/gmock.h>

namespace deskready {
namespace {

std::vector<std::string> keys_with_companions(const char* asked) {
  std::vector<std::string> keys;
  for (const Question& question : with_companions({{FactKey{asked, {}, {}, {}}, {}}}))
    keys.push_back(to_string(question.key));
  return keys;
}

TEST(Companions, TheLineIsMeasuredWithItsRouter) {
  EXPECT_THAT(keys_with_companions("network.download"),
              testing::IsSupersetOf({"network.download", "network.latency", "network.latency_download",
                                     "network.bufferbloat_download", "network.gateway.latency",
                                     "network.gateway.loss", "network.fault"}));
  EXPECT_THAT(keys_with_companions("network.latency"),
              testing::UnorderedElementsAre("network.latency", "network.gateway.latency",
                                            "network.gateway.loss", "network.fault"));
}

TEST(Companions, NothingElseHasAny) {
  EXPECT_THAT(keys_with_companions("system.cpu.cores"), testing::ElementsAre("system.cpu.cores"));
  EXPECT_THAT(keys_with_companions("network.link.kind"), testing::ElementsAre("network.link.kind"));
}

TEST(Companions, AnAskedLimitStays) {
  const auto questions = with_companions(
      {{FactKey{"network.latency", {}, {}, {}}, {0.1}}, {FactKey{"network.loss", {}, {}, {}}, {}}});
  EXPECT_EQ(questions.front().limits, std::vector<double>{0.1});
  EXPECT_EQ(std::count_if(questions.begin(), questions.end(),
                          [](const Question& q) { return q.key.name == "network.latency"; }),
            1);
}

}  // namespace
}  // namespace deskready
