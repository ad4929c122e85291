// Loads over real loopback sockets: what is offered, what it costs, when it ends.
#include "probes/network/line/load/throughput.h"

#include <gmock/gmock.h>

#include "probes/network/line/load/load_facts.h"
#include "probes/network/line/load/tcp_load.h"
#include "probes/network/responder/responder.h"
#include "tests/unit/probes/network/network_context.h"
#include "tests/unit/probes/network/odd_server.h"

namespace deskready::network {
namespace {

class Throughput : public testing::Test {
 protected:
  Throughput() {
    auto started = Responder::start({});
    if (started) responder_ = std::move(*started);
  }
  std::unique_ptr<Responder> responder_;
};

// So little that any computer carries it over loopback.
constexpr double modest = 20e6;

TEST_F(Throughput, ALineThatKeepsUpIsAtLeast) {
  ASSERT_TRUE(responder_);
  ProbeWorld world(responder_->url());
  const Facts facts = world.run(
      throughput_probe(), {question("network.download", {modest}), question("network.upload", {modest}),
                           question("network.latency_download"), question("network.congestion_control")});
  for (const char* key : {"network.download", "network.upload"}) {
    const Fact* fact = facts.find(key);
    ASSERT_NE(fact, nullptr) << key;
    EXPECT_TRUE(fact->at_least) << key;
    EXPECT_GT(std::get<double>(fact->value), modest) << key;
    EXPECT_LT(std::get<double>(fact->value), 1.2 * modest) << key << ": 1.1 times as much is offered";
  }
  EXPECT_NE(facts.find("network.latency_download"), nullptr);
  EXPECT_THAT(std::get<std::string>(facts.find("network.congestion_control")->value),
              testing::AnyOf("bbr", "cubic", "reno"));
}

/// What arrives of a load so far, evenly.
std::vector<ByteCount> even(double bits_per_second, double seconds) {
  std::vector<ByteCount> counts;
  for (int ms = 0; ms <= seconds * 1000; ++ms)
    counts.push_back({ms / 1000.0, static_cast<std::uint64_t>(bits_per_second / 8 * ms / 1000)});
  return counts;
}

TEST(LoadPlan, ALineThatKeepsUpIsDecidedLongBeforeItsTimeIsUp) {
  ProbeWorld world("");
  const Context context = world.context({question("network.download", {80e6})});
  Session session;
  session.max_rate = 1'000'000'000;
  Loaded loaded;
  loaded.plan = plan_for(context, session, ways[0]);
  EXPECT_EQ(loaded.plan.rate, 88'000'000U);
  EXPECT_EQ(loaded.plan.seconds, 3);
  const auto after = [&](double rate, double seconds) {
    return offered_rate(even(rate, seconds), loaded.plan.batch_seconds, loaded.plan.rate);
  };
  EXPECT_TRUE(loaded.plan.enough(after(88e6, 1)));
  EXPECT_TRUE(loaded.plan.enough(after(50e6, 1))) << "far below is as clear";
  EXPECT_FALSE(loaded.plan.enough(after(80e6, 1))) << "the limit itself is not";
  loaded.rate = after(88e6, 1);
  const auto fact = rate_fact(context, std::span(&loaded, 1), session);
  ASSERT_TRUE(fact);
  EXPECT_TRUE(fact->at_least);
  EXPECT_GE(*fact->low, 80e6);
  EXPECT_NEAR(std::get<double>(fact->value), 88e6, 1e6);
}

TEST_F(Throughput, WhatLoadAddsNeedsTheDelayWithoutIt) {
  ASSERT_TRUE(responder_);
  ProbeWorld world(responder_->url());
  const std::vector<Question> asked = {question("network.download", {modest}),
                                       question("network.bufferbloat_download")};
  EXPECT_NE(world.run(throughput_probe(), asked).why_not("network.bufferbloat_download"), nullptr);
  Fact idle;
  idle.value = 0.00001;
  idle.low = 0.000005;
  idle.high = 0.00002;
  world.before.add("network.latency", idle);
  const Facts facts = world.run(throughput_probe(), asked);
  ASSERT_NE(facts.find("network.bufferbloat_download"), nullptr);
  EXPECT_GE(std::get<double>(facts.find("network.bufferbloat_download")->value), 0);
}

TEST_F(Throughput, AnUploadCountsBothWaysOfTheWire) {
  ASSERT_TRUE(responder_);
  FarEnd far_end(responder_->url());
  const auto session = far_end.session({});
  ASSERT_TRUE(session);
  LoadPlan plan;
  plan.up = true;
  plan.rate = 8'000'000;
  plan.seconds = 0.5;
  TcpLoad load(**session, plan, {}, nullptr);
  load.run();
  const auto counts = load.counts();
  ASSERT_GT(counts.size(), 3U);
  // Loopback's segments are larger than a line's, so there is less around the payload, and never nothing.
  EXPECT_GT(load.wire_bytes(), counts.back().bytes);
  EXPECT_LT(static_cast<double>(load.wire_bytes()), static_cast<double>(counts.back().bytes) * 1.2);
}

// A line that falls silent has carried nothing meanwhile, which a count of what came does not show.
TEST(TcpLoad, SilenceCountsAsMuchAsWhatComes) {
  OddServer server("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n" + std::string(20'000, 'x'));
  server.keep_open();
  Session session;
  session.host = session.address = "127.0.0.1";
  session.port = server.port();
  LoadPlan plan;
  plan.seconds = 0.6;
  plan.skip = 0.1;
  TcpLoad load(session, plan, {}, nullptr);
  load.run();
  const Rate rate = load.rate();
  EXPECT_GE(rate.interval.samples, 4U);
  EXPECT_LT(rate.interval.value, 20'000 * 8 / 0.5);
  ASSERT_FALSE(rate.batches.empty());
  EXPECT_EQ(rate.batches.back(), 0);
}

TEST_F(Throughput, StopsWithTheBudget) {
  ASSERT_TRUE(responder_);
  FarEnd far_end(responder_->url());
  const auto session = far_end.session({});
  ASSERT_TRUE(session);
  LoadPlan plan;
  plan.seconds = 20;
  BudgetMeter budget(2'000'000);
  TcpLoad load(**session, plan, {}, &budget);
  load.run();
  EXPECT_TRUE(load.out_of_budget());
  EXPECT_LT(budget.spent(), 4'000'000U);
}

TEST_F(Throughput, AQueueIsFilledByASenderThatHeedsLossesOnlyAndForAMoment) {
  ASSERT_TRUE(responder_);
  ProbeWorld world(responder_->url());
  const std::vector<Question> asked = {question("network.queue_download"), question("network.queue_upload")};
  const Facts facts = world.run(throughput_probe(), asked);
  for (const char* key : {"network.queue_download", "network.queue_upload"}) {
    const Fact* fact = facts.find(key);
    if (fact == nullptr) {  // a fast loopback has moved its bytes before 20 packets were sent
      ASSERT_NE(facts.why_not(key), nullptr) << key;
      EXPECT_EQ(facts.why_not(key)->cause, Cause::too_few_samples) << key;
      continue;
    }
    EXPECT_EQ(fact->detail["congestion_control"], "reno") << key;
    EXPECT_LE(fact->cost.bytes, most_filling_bytes * 102 / 100) << key;
  }
  EXPECT_EQ(throughput_probe().worst_cost(asked, Depth::quick).bytes, 2 * most_filling_bytes);
}

/// Packets 20 ms apart for 2 s, of which the answer took longer and longer, up to `longest`.
Loaded growing_queue(double longest, const char* far_congestion) {
  Loaded loaded;
  loaded.plan = filling_plan(ways[0]);
  loaded.until = 2;
  loaded.transfer.status = 200;
  loaded.transfer.far_congestion = far_congestion;
  for (int i = 0; i < 100; ++i) {
    StreamPacket packet;
    packet.answered = true;
    packet.sent = i * 0.02;
    packet.back = packet.sent + longest * i / 99;
    loaded.stream.packets.push_back(packet);
  }
  return loaded;
}

TEST(QueueFact, IsWhatTheDelayGrewTo) {
  ProbeWorld world("");
  const Context context = world.context({});
  const auto fact = queue_fact(context, growing_queue(0.8, "reno"));
  ASSERT_TRUE(fact);
  EXPECT_NEAR(std::get<double>(fact->value), 0.76, 0.02);
}

TEST(QueueFact, IsNotToldByASenderThatKeepsQueuesShort) {
  ProbeWorld world("");
  const Context context = world.context({});
  const auto fact = queue_fact(context, growing_queue(0.01, "bbr"));
  ASSERT_FALSE(fact);
  EXPECT_EQ(fact.error().args.at("detail"), "queue_not_filled");
}

TEST_F(Throughput, WhatMayNotBeLoadedHasOneCause) {
  ASSERT_TRUE(responder_);
  ProbeWorld world(responder_->url());
  world.guard.refusal = unmeasured(Cause::busy);
  const Facts facts = world.run(throughput_probe(), {question("network.download"), question("network.upload"),
                                                     question("network.congestion_control")});
  for (const char* key : {"network.download", "network.upload", "network.congestion_control"}) {
    ASSERT_NE(facts.why_not(key), nullptr) << key;
    EXPECT_EQ(facts.why_not(key)->cause, Cause::busy) << key;
  }
}

TEST_F(Throughput, AnUploadOfWhichTheFarEndTellsNothingHasNoRate) {
  ASSERT_TRUE(responder_);
  const OddServer silent(ok("{}"));
  FarEnd far_end(responder_->url());
  auto session = **far_end.session({});
  session.port = silent.port();
  ProbeWorld world("");
  Fact idle;
  idle.value = 0.001;
  world.before.add("network.latency", idle);  // so that no survey is made
  Context context = world.context({});
  LoadPlan plan;
  plan.up = true;
  plan.rate = 8'000'000;
  plan.seconds = 1;
  const Loaded loaded = load_line(context, session, plan);
  ASSERT_EQ(loaded.transfer.status, 200);
  EXPECT_TRUE(loaded.unconfirmed);
  const auto fact = rate_fact(context, std::span(&loaded, 1), session);
  ASSERT_FALSE(fact);
  EXPECT_EQ(fact.error().args.at("detail"), "no_responder");
}

// Loopback is faster than any line, and the person agreed to what was announced.
TEST_F(Throughput, AFastLineCostsNoMoreThanWasAnnounced) {
  ASSERT_TRUE(responder_);
  ProbeWorld world(responder_->url());
  world.depth = Depth::full;
  const Question asked = question("network.download");
  const Facts facts = world.run(throughput_probe(), {asked});
  const Fact* fact = facts.find("network.download");
  ASSERT_NE(fact, nullptr);
  EXPECT_LE(fact->cost.bytes, throughput_probe().worst_cost({&asked, 1}, Depth::full).bytes * 102 / 100);
}

}  // namespace
}  // namespace deskready::network
