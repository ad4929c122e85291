#include "probes/network/gateway.h"

#include <gmock/gmock.h>

#include "probes/network/echo_socket.h"
#include "tests/unit/probes/network_context.h"

namespace deskready::network {
namespace {

EchoRecord record_of(std::size_t echoes, std::size_t lose_each) {
  EchoRecord record;
  record.method = "ICMP echo, 20 a second";
  for (std::size_t i = 0; i < echoes; ++i) {
    EchoRecord::Echo echo{static_cast<double>(i) * 0.05, 0.002 + 0.0001 * static_cast<double>(i % 7)};
    if (lose_each > 0 && i % lose_each == lose_each - 1) echo.trip.reset();
    record.echoes.push_back(echo);
  }
  return record;
}

TEST(Gateway, HasDelayAndLossWithIntervals) {
  const std::vector<Question> asked = {question("network.gateway.latency"), question("network.gateway.loss"),
                                       question("network.gateway.latency#p95")};
  const Facts facts = gateway_facts(record_of(200, 10), asked, {});
  EXPECT_NEAR(std::get<double>(facts.find("network.gateway.latency")->value), 0.0023, 1e-9);
  EXPECT_NEAR(std::get<double>(facts.find("network.gateway.loss")->value), 0.1, 1e-9);
  const Fact& loss = *facts.find("network.gateway.loss");
  EXPECT_LT(*loss.low, 0.1);
  EXPECT_GT(*loss.high, 0.1);
  EXPECT_NEAR(std::get<double>(facts.find("network.gateway.latency#p95")->value), 0.0026, 1e-9);
}

TEST(Gateway, ARouterThatAnswersNothingHasNoLoss) {
  const std::vector<Question> asked = {question("network.gateway.loss")};
  const Facts facts = gateway_facts(record_of(100, 1), asked, {});
  EXPECT_TRUE(facts.known.empty());
}

TEST(Gateway, AnotherStatisticIsUnsupported) {
  const std::vector<Question> asked = {question("network.gateway.latency#p50")};
  EXPECT_EQ(gateway_facts(record_of(100, 0), asked, {}).why_not("network.gateway.latency#p50")->cause,
            Cause::unsupported);
}

TEST(Gateway, EchoesItselfOverLoopback) {
  const auto record = echo({"127.0.0.1", "lo"}, {100, 0.2}, {});
  if (!record && record.error().cause == Cause::no_permission) GTEST_SKIP() << "no ICMP socket here";
  ASSERT_TRUE(record) << record.error().args.at("detail");
  EXPECT_EQ(record->trips().size(), 20U);
  EXPECT_EQ(record->wire_bytes, 40 * EchoSocket::wire_bytes);
  for (const double trip : record->trips()) EXPECT_LT(trip, 0.1);
}

}  // namespace
}  // namespace deskready::network
