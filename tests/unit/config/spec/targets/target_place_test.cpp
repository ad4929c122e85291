#include "config/spec/targets/target_place.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/spec/line_server.h"

namespace deskready {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// A target of both kinds.
Target both() {
  Target target;
  target.hosts = {"a.example", "b.example"};
  target.ports = {"tls/443", "udp/3478"};
  target.stun = "stun:c.example";
  return target;
}

const FactInfo& about_the_line() {
  return *find_fact("network.latency");
}

const FactInfo& about_targets() {
  for (const FactInfo& fact : catalogue()) {
    if (fact.targeted) return fact;
  }
  throw std::logic_error("no fact is about targets alone");
}

TEST(TargetPlace, IsTheServerOfTheLineOrAllThatIsTried) {
  EXPECT_EQ(target_place(both(), about_the_line()), "stun:c.example");
  EXPECT_EQ(target_place(both(), about_targets()),
            "tls/443 a.example, stun/3478 a.example, tls/443 b.example, stun/3478 b.example");
  EXPECT_EQ(target_place({}, about_targets()), "");
}

TEST(TargetPlace, IsTheSameOrAnother) {
  EXPECT_TRUE(same_target_place("stun:a.example", "STUN:A.example:3478"));
  EXPECT_TRUE(same_target_place("tls/443 a.example", "tls/443 a.example"));
  EXPECT_FALSE(same_target_place("tls/443 a.example", "tcp/443 a.example"));
  EXPECT_FALSE(same_target_place("tls/443 a.example", "stun:a.example"));
  EXPECT_FALSE(same_target_place("", "")) << "none is no place";
}

TEST(TargetPlace, NamesItsHosts) {
  EXPECT_THAT(hosts_at("turn:a.example?transport=tcp"), ElementsAre("a.example"));
  EXPECT_THAT(hosts_at("tls/443 a.example, stun/3478 a.example, tls/443 [2606:4700::1]"),
              ElementsAre("a.example", "2606:4700::1"));
  EXPECT_THAT(hosts_at(""), IsEmpty());
}

TEST(TargetPlace, HasAMarkOfItsOwn) {
  const std::string one = target_place_mark("tls/443 a.example");
  EXPECT_EQ(one.size(), 16u);
  EXPECT_NE(one, target_place_mark("tcp/443 a.example"));
  EXPECT_EQ(target_place_mark("stun:a.example"), line_server_mark("stun:a.example")) << "as reports have it";
  EXPECT_EQ(target_place_mark("nothing"), "");
}

}  // namespace
}  // namespace deskready
