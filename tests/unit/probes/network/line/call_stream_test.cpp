#include "probes/network/line/call/call_stream.h"

#include <gtest/gtest.h>

#include "probes/network/responder/responder.h"
#include "tests/unit/probes/network/network_context.h"

namespace deskready::network {
namespace {

double number(const Facts& facts, const char* key) {
  const Fact* fact = facts.find(key);
  return fact == nullptr ? -1 : std::get<double>(fact->value);
}

TEST(CallStream, MeasuresARealFarEnd) {
  ResponderOptions options;
  const auto responder = Responder::start(options);
  ASSERT_TRUE(responder) << responder.error();
  ProbeWorld world((*responder)->url());
  const Facts facts =
      world.run(call_stream_probe(), {question("network.latency", {0.3}), question("network.jitter")});
  ASSERT_NE(facts.find("network.latency"), nullptr);
  EXPECT_GT(number(facts, "network.latency"), 0);
  EXPECT_EQ(facts.find("network.latency")->detail["forged"], 0);
  EXPECT_NE(facts.find("network.jitter"), nullptr);
}

TEST(CallStream, SimulatesAsManyCallsAsTheSpecAsksFor) {
  const auto responder = Responder::start({});
  ASSERT_TRUE(responder) << responder.error();
  ProbeWorld world((*responder)->url());
  const Facts facts =
      world.run(call_stream_probe(), {question("network.calls", {4}), question("network.jitter")});
  ASSERT_NE(facts.find("network.calls"), nullptr);
  EXPECT_EQ(number(facts, "network.calls"), 4);
  // 20 ms hold four packets of calls and six small ones, for at least two seconds.
  EXPECT_GE(facts.find("network.jitter")->detail["packets"].get<double>(), 1000);
}

TEST(CallStream, WithoutAFarEndAnswersEachQuestion) {
  ProbeWorld world("");
  const Facts facts =
      world.run(call_stream_probe(), {question("network.loss"), question("network.latency#p95")});
  EXPECT_EQ(facts.why_not("network.loss")->cause, Cause::no_far_end);
  EXPECT_EQ(facts.why_not("network.latency#p95")->cause, Cause::no_far_end);
}

}  // namespace
}  // namespace deskready::network
