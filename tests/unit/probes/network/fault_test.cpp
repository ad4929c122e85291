#include "probes/network/here/fault.h"

#include <gmock/gmock.h>

#include "probes/machine/processor_wait.h"
#include "probes/network/here/lookup.h"
#include "probes/network/line/packets/disturbance.h"

namespace deskready::network {
namespace {

Fact number(double value) {
  Fact fact;
  fact.value = value;
  return fact;
}

Facts healthy() {
  Facts facts;
  facts.add("network.loss", number(0));
  facts.add("network.latency", number(0.03));
  facts.add("network.jitter", number(0.001));
  facts.add("network.gateway.latency", number(0.001));
  facts.add("network.gateway.loss", number(0));
  return facts;
}

TEST(Fault, AHealthyLineHasNone) {
  EXPECT_EQ(locate_fault(healthy())->place, FaultPlace::none);
}

TEST(Fault, IsNotToldWhereAFigureOfTheLineIsMissing) {
  for (const char* missing : {"network.loss", "network.latency", "network.jitter"}) {
    Facts facts = healthy();
    facts.known.erase(facts.known.find(missing));
    EXPECT_FALSE(locate_fault(facts)) << missing;
    facts.cannot(missing, unmeasured(Cause::public_far_end));
    const auto fault = locate_fault(facts);
    ASSERT_FALSE(fault) << missing;
    EXPECT_EQ(fault.error().cause, Cause::public_far_end) << missing;
  }
}

TEST(Fault, ATroubleIsToldWithoutTheOtherFigures) {
  Facts facts;
  facts.add("network.latency", number(0.3));
  facts.add("network.gateway.latency", number(0.25));
  EXPECT_EQ(locate_fault(facts)->place, FaultPlace::home_network);
}

TEST(Fault, LossUpToTheRouterIsAtHome) {
  Facts facts = healthy();
  facts.add("network.loss", number(0.03));
  facts.add("network.gateway.loss", number(0.02));
  const auto fault = locate_fault(facts);
  EXPECT_EQ(fault->place, FaultPlace::home_network);
  EXPECT_EQ(fault->trouble, "loss");
  EXPECT_THAT(fault->evidence, testing::HasSubstr("3 %"));
  EXPECT_THAT(fault->evidence, testing::HasSubstr("2 % of it up to the router"));
}

TEST(Fault, LossBeyondACleanRouterIsTheProviders) {
  Facts facts = healthy();
  facts.add("network.loss", number(0.03));
  EXPECT_EQ(locate_fault(facts)->place, FaultPlace::provider);
}

TEST(Fault, WithoutARouterHomeAndProviderCannotBeToldApart) {
  Facts facts = healthy();
  facts.add("network.loss", number(0.03));
  facts.cannot("network.gateway.loss", unmeasured(Cause::unsupported));
  EXPECT_FALSE(locate_fault(facts));
}

TEST(Fault, ABusyComputerIsNamedBeforeAnyLine) {
  Facts facts = healthy();
  Fact jitter = number(0.05);
  note_taint(Taint::busy_computer, jitter);
  facts.add("network.jitter", jitter);
  EXPECT_EQ(locate_fault(facts)->place, FaultPlace::computer);
}

TEST(Fault, AFarEndThatHoldsPackets) {
  Facts facts = healthy();
  Fact jitter = number(0.05);
  jitter.detail["far_end_dwell_p95"] = 0.08;
  facts.add("network.jitter", jitter);
  EXPECT_EQ(locate_fault(facts)->place, FaultPlace::far_end);
}

TEST(Fault, AFarEndIsNotToBlameForAWayThatIsLongWithoutIt) {
  Facts facts = healthy();
  Fact trip = number(0.24);
  trip.detail["far_end_dwell_p95"] = 0.05;
  facts.add("network.latency", trip);
  EXPECT_EQ(locate_fault(facts)->place, FaultPlace::provider);
}

TEST(Fault, AQueueAtHomeUnderLoad) {
  Facts facts = healthy();
  Fact added = number(0.3);
  added.detail["gateway_added"] = 0.28;
  facts.add("network.bufferbloat_upload", added);
  EXPECT_EQ(locate_fault(facts)->place, FaultPlace::home_network);
  added.detail["gateway_added"] = 0.001;
  facts.add("network.bufferbloat_upload", added);
  EXPECT_EQ(locate_fault(facts)->place, FaultPlace::provider);
}

TEST(Taint, TakesTrafficThatMattersOnly) {
  EXPECT_EQ(taint_of({0.5e6, 0}, 1e5), std::nullopt);
  EXPECT_EQ(taint_of({2e6, 0}, 1e5), Taint::other_traffic);
  EXPECT_EQ(taint_of({2e6, 0}, 100e6), std::nullopt);
  EXPECT_EQ(taint_of({0, 0.3}, 1e5), Taint::busy_computer);
}

TEST(Taint, ReadsTheKernelsCounters) {
  EXPECT_TRUE(processor_wait().has_value());
}

TEST(LookupName, IsTheHostUnlessItIsANumber) {
  EXPECT_EQ(name_in("https://edge.acme.example:8443/x"), "edge.acme.example");
  EXPECT_EQ(name_in("http://edge.acme.example"), "edge.acme.example");
  EXPECT_EQ(name_in("http://192.0.2.7:80"), "");
  EXPECT_EQ(name_in("http://[2001:db8::1]:80"), "");
  EXPECT_EQ(name_in(""), "");
}

}  // namespace
}  // namespace deskready::network
