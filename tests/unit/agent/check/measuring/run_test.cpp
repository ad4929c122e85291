#include "agent/check/measuring/run.h"

#include <gtest/gtest.h>

#include <future>

#include "config/facts/catalogue.h"
#include "tests/unit/probes/network/network_context.h"

namespace deskready {
namespace {

constexpr std::array<std::string_view, 1> link_facts = {"network.download"};
constexpr std::array<std::string_view, 1> watcher_facts = {"system.cpu.headroom"};
constexpr std::array<std::string_view, 1> many_facts = {"system.browser.<name>.version"};

// Probes are plain functions, so what a test wants of them stands here.
struct Wishes {
  std::promise<void> watcher_began;
  bool link_ended = false;
  bool company_possible = false;
  bool link_had_ended = false;
};
Wishes* wishes = nullptr;

Facts finding(std::string_view key) {
  Facts facts;
  facts.add(
      key,
      Fact{
          1.0, {}, {}, false, false, 1, Method::told("test"), {}, {}, Trust::self, nlohmann::json::object()});
  return facts;
}

Cost nothing(std::span<const Question>, Depth) {
  return {};
}

const Probe link_probe{.name = "test.link",
                       .facts = link_facts,
                       .occupies = Occupies::link,
                       .after = {},
                       .worst_cost = nothing,
                       .measure = [](Context&) {
                         wishes->watcher_began.get_future().wait();
                         wishes->link_ended = true;
                         return finding(link_facts[0]);
                       }};

const Probe watcher{.name = "test.watcher",
                    .facts = watcher_facts,
                    .occupies = Occupies::nothing,
                    .after = {},
                    .worst_cost = nothing,
                    .measure = [](Context& context) {
                      wishes->company_possible = context.company.stop_possible();
                      wishes->watcher_began.set_value();
                      std::promise<void> gone;
                      std::stop_callback tell(context.company, [&] { gone.set_value(); });
                      if (wishes->company_possible) gone.get_future().wait();
                      wishes->link_had_ended = wishes->link_ended;
                      return finding(watcher_facts[0]);
                    }};

const Probe lister{.name = "test.lister",
                   .facts = many_facts,
                   .occupies = Occupies::nothing,
                   .after = {},
                   .worst_cost = nothing,
                   .measure = [](Context&) { return finding("system.browser.firefox.version"); }};

class Run : public testing::Test {
 protected:
  Run() { wishes = &wishes_; }

  Facts run(const std::vector<Probe>& table, const std::vector<Question>& questions) {
    const Plan plan = make_plan(questions, table, {{"network", "audio", "system"}});
    const RunWorld world{.clock = world_.clock,
                         .budget = world_.budget,
                         .guard = world_.guard,
                         .conversation = world_.silence,
                         .far_end = world_.far_end,
                         .sound_worker = {}};
    return run_plan(plan, world, {});
  }
  static Question ask(std::string_view name) { return {FactKey{std::string(name), {}, {}, {}}, {}}; }

  Wishes wishes_;
  network::ProbeWorld world_{"http://127.0.0.1:1"};
};

TEST_F(Run, AWatcherLooksUntilLineAndSoundAreDone) {
  const Facts facts = run({watcher, link_probe}, {ask(watcher_facts[0]), ask(link_facts[0])});
  EXPECT_TRUE(wishes_.company_possible);
  EXPECT_TRUE(wishes_.link_had_ended);
  EXPECT_EQ(facts.known.size(), 2U);
}

TEST_F(Run, AWatcherWithoutCompanyIsToldSo) {
  run({watcher, link_probe}, {ask(watcher_facts[0])});
  EXPECT_FALSE(wishes_.company_possible);
}

TEST_F(Run, AQuestionForAllIsAnsweredByWhatThereIs) {
  const Facts facts = run({lister}, {ask(many_facts[0])});
  EXPECT_NE(facts.find("system.browser.firefox.version"), nullptr);
  EXPECT_TRUE(facts.unknown.empty());
}

TEST_F(Run, ANameThatNobodyAnswersIsNotLost) {
  const Facts facts = run({lister}, {ask("system.browser.chrome.version")});
  EXPECT_NE(facts.why_not("system.browser.chrome.version"), nullptr);
}

TEST(Catalogue, NamesThatStandForMany) {
  EXPECT_EQ(catalogue_name("system.browser.firefox.version"), "system.browser.<name>.version");
  EXPECT_EQ(catalogue_name("system.program.zoom_2.running"), "system.program.<name>.running");
  EXPECT_EQ(catalogue_name("system.cpu.instructions.avx2"), "system.cpu.instructions.<name>");
  EXPECT_EQ(catalogue_name("system.cpu.instructions."), "system.cpu.instructions.");
  EXPECT_EQ(catalogue_name("system.browser.Fire Fox.version"), "system.browser.Fire Fox.version");
  EXPECT_EQ(find_fact("system.browser..version"), nullptr);
  EXPECT_NE(find_fact("system.browser.<name>.version"), nullptr);
}

// Two probes that answer one question would make the report depend on which ended last.
TEST_F(Run, WhatAProbeDoesNotOwnIsDropped) {
  static constexpr std::string_view own[] = {"system.tpm"};
  static const Probe greedy{.name = "greedy",
                            .facts = own,
                            .after = {},
                            .worst_cost = [](std::span<const Question>, Depth) { return Cost{}; },
                            .measure =
                                [](Context&) {
                                  Facts facts;
                                  facts.add("system.tpm", {});
                                  facts.add("system.chassis", {});
                                  facts.cannot("system.age", unmeasured(Cause::failed));
                                  return facts;
                                }};
  const Facts facts = run({greedy}, {ask("system.tpm")});
  EXPECT_NE(facts.find("system.tpm"), nullptr);
  EXPECT_EQ(facts.find("system.chassis"), nullptr);
  EXPECT_EQ(facts.why_not("system.age"), nullptr);
}

}  // namespace
}  // namespace deskready
