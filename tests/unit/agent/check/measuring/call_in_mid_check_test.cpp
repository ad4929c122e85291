#include <gtest/gtest.h>

#include <array>
#include <condition_variable>
#include <mutex>

#include "agent/check/measuring/run.h"
#include "tests/unit/probes/network/network_context.h"

namespace deskready {
namespace {

constexpr std::array<std::string_view, 1> load_names = {"network.download"};
constexpr std::array<std::string_view, 1> sound_names = {"audio.noise_floor"};
constexpr std::array<std::string_view, 1> light_names = {"network.latency"};

/// One source for all: a probe is a plain function and cannot carry one.
std::stop_source call;

/// Begins the call itself, so that it is in its middle for certain, and then works until it is told to stop.
Facts work_until_stopped(Context& context) {
  call.request_stop();
  std::mutex mutex;
  std::condition_variable_any woken;
  std::unique_lock lock(mutex);
  woken.wait(lock, context.stop, [] { return false; });
  Facts facts;
  for (const Question& question : context.questions)
    facts.cannot(to_string(question.key), unmeasured(Cause::stopped));
  return facts;
}

Facts work(Context& context) {
  Facts facts;
  Fact fact;
  fact.value = 1.0;
  for (const Question& question : context.questions) facts.add(to_string(question.key), fact);
  if (context.stop.stop_requested()) facts.cannot("network.latency", unmeasured(Cause::stopped));
  return facts;
}

Cost heavy(std::span<const Question>, Depth) {
  return {10'000'000, 5};
}
Cost light(std::span<const Question>, Depth) {
  return {100'000, 5};
}

Facts run(const Probe& probe) {
  call = std::stop_source();
  const Plan plan{{{&probe, {{FactKey{std::string(probe.facts[0]), {}, {}, {}}, {}}}}}, {}};
  SystemClock clock;
  BudgetMeter budget(1);
  network::WillingGuard guard;
  network::Silence silence;
  network::FarEnd far_end("");
  const RunWorld world{.clock = clock,
                       .budget = budget,
                       .guard = guard,
                       .conversation = silence,
                       .far_end = far_end,
                       .sound = ScheduledSound::loop,
                       .root = "/",
                       .sound_worker = {},
                       .depth = Depth::quick,
                       .call = call.get_token()};
  return run_plan(plan, world, {});
}

TEST(ACallInMidCheck, EndsLoadWhichIsThenBusy) {
  const Facts facts = run({"load", load_names, Occupies::link, {}, heavy, work_until_stopped});
  ASSERT_NE(facts.why_not("network.download"), nullptr);
  EXPECT_EQ(facts.why_not("network.download")->cause, Cause::busy);
}

TEST(ACallInMidCheck, EndsWhatPlays) {
  const Facts facts = run({"sound", sound_names, Occupies::sound, {}, light, work_until_stopped});
  ASSERT_NE(facts.why_not("audio.noise_floor"), nullptr);
  EXPECT_EQ(facts.why_not("audio.noise_floor")->cause, Cause::busy);
}

TEST(ACallInMidCheck, LetsALightProbeGoOn) {
  const Facts facts = run({"light", light_names, Occupies::link, {}, light, [](Context& context) {
                             call.request_stop();
                             return work(context);
                           }});
  EXPECT_NE(facts.find("network.latency"), nullptr);
}

}  // namespace
}  // namespace deskready
