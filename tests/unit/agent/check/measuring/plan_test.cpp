#include "agent/check/measuring/plan.h"

#include <gmock/gmock.h>

#include <array>

#include "config/spec/chain/load.h"

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

TEST(Companions, ALineToATargetNeedsNoFarEnd) {
  const FactKey key{"network.latency", "media", {}, {}};
  EXPECT_EQ(with_companions({{key, {}}}).size(), 1u);
}

Spec with_server(const std::string& name, const std::string& server) {
  return parse_spec("[spec]\nlanguage = 1\nname = \"" + name + "\"\n[targets.media]\nstun = \"" + server +
                        "\"\n[require.network]\n\"latency@media\" = \"<= 100 ms\"\nlatency = \"<= 90 ms\"\n",
                    name, {})
      .value();
}

TEST(Questions, OfATargetSayWhereItIs) {
  const std::vector<Spec> specs = {with_server("a", "stun:a.example")};
  const auto questions = questions_of(specs);
  ASSERT_EQ(questions.size(), 2u);
  for (const Question& question : questions)
    EXPECT_EQ(question.place, question.key.target.empty() ? "" : "stun:a.example");
}

TEST(Questions, OfATargetWithBothServersGoToItsTurnServer) {
  const std::vector<Spec> specs = {with_server("a", "stun:a.example\"\nturn = \"turn:b.example")};
  for (const Question& question : questions_of(specs))
    EXPECT_EQ(question.place, question.key.target.empty() ? "" : "turn:b.example");
}

TEST(Questions, OfATargetThatIsTwoPlacesSayNone) {
  for (const auto& [other, place] :
       {std::pair("stun:b.example", ""), {"stun:A.example:3478", "stun:a.example"}}) {
    const std::vector<Spec> specs = {with_server("a", "stun:a.example"), with_server("b", other)};
    for (const Question& question : questions_of(specs))
      EXPECT_EQ(question.place, question.key.target.empty() ? "" : place) << other;
  }
}

TEST(Questions, WhetherATargetCanBeReachedSayAllThatIsTried) {
  const auto spec = [](const std::string& name, const std::string& hosts) {
    return parse_spec("[spec]\nlanguage = 1\nname = \"" + name + "\"\n[targets.media]\nhosts = [" + hosts +
                          "]\nports = [\"tls/443\", \"udp/3478\"]\nstun = \"stun:c.example\"\n"
                          "[require.network]\n\"reachable@media\" = true\n",
                      name, {})
        .value();
  };
  const std::vector<Spec> one = {spec("a", "\"A.example\"")};
  ASSERT_EQ(questions_of(one).size(), 1u);
  EXPECT_EQ(questions_of(one).front().place, "tls/443 a.example, stun/3478 a.example");
  const std::vector<Spec> two = {spec("a", "\"a.example\""), spec("b", "\"b.example\"")};
  EXPECT_EQ(questions_of(two).front().place, "") << "two places are none";
}

TEST(Companions, AnAskedLimitStays) {
  const auto questions = with_companions(
      {{FactKey{"network.latency", {}, {}, {}}, {0.1}}, {FactKey{"network.loss", {}, {}, {}}, {}}});
  EXPECT_EQ(questions.front().limits, std::vector<double>{0.1});
  EXPECT_EQ(std::count_if(questions.begin(), questions.end(),
                          [](const Question& q) { return q.key.name == "network.latency"; }),
            1);
}

constexpr std::string_view loading[] = {"network.download"};
constexpr std::string_view looking[] = {"network.link.kind"};
constexpr std::string_view calling[] = {"network.loss"};

constexpr std::array<Probe, 3> line_probes = {{
    {.name = "load",
     .facts = loading,
     .occupies = Occupies::link,
     .after = {},
     .worst_cost =
         [](std::span<const Question>, Depth) {
           return Cost{100'000'000, 20};
         },
     .measure = nullptr,
     .usual_seconds = [](std::span<const Question>, Depth) { return 3.; }},
    {.name = "look",
     .facts = looking,
     .occupies = Occupies::nothing,
     .after = {},
     .worst_cost =
         [](std::span<const Question>, Depth) {
           return Cost{0, 1};
         },
     .measure = nullptr},
    {.name = "call",
     .facts = calling,
     .occupies = Occupies::link,
     .after = {},
     .worst_cost =
         [](std::span<const Question>, Depth) {
           return Cost{200'000, 4};
         },
     .measure = nullptr},
}};

Plan plan_of_line(bool light) {
  std::vector<Question> questions;
  for (const char* name : {"network.download", "network.link.kind", "network.loss", "system.tpm"})
    questions.push_back({FactKey{name, {}, {}, {}}, {}});
  return make_plan(questions, line_probes, {{"network"}, Depth::quick, light});
}

TEST(LightPlan, CostsNothingOfWhatItLeavesOut) {
  const Plan plan = plan_of_line(true);
  EXPECT_EQ(plan.worst.bytes, 200'000u);
  EXPECT_EQ(plan.worst.seconds, 4);
}

TEST(LightPlan, SaysWhatItLeavesOut) {
  const Plan plan = plan_of_line(true);
  ASSERT_EQ(plan.left_out.size(), 1u);
  EXPECT_EQ(plan.left_out[0].probe->name, "load");
  EXPECT_EQ(plan.steps.size(), 2u);
  EXPECT_EQ(plan.asked.size(), 4u);
}

TEST(FullPlan, LeavesNothingOut) {
  const Plan plan = plan_of_line(false);
  EXPECT_TRUE(plan.left_out.empty());
  EXPECT_EQ(plan.worst.seconds, 24);
  EXPECT_EQ(plan.usual_seconds, 7) << "three of the load, and of the call what it costs at worst";
}

}  // namespace
}  // namespace deskready
