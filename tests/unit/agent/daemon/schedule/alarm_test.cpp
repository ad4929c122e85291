#include "agent/daemon/schedule/alarm.h"

#include <gtest/gtest.h>

namespace deskready {
namespace {

using Next = Alarm::Next;

TEST(Alarm, AFirstReadyIsNoNewsAndAFirstTroubleIs) {
  EXPECT_EQ(Alarm().heard("ready", false), Next::nothing);
  Alarm alarm;
  EXPECT_EQ(alarm.heard("not_ready", false), Next::retest);
  EXPECT_EQ(alarm.heard("not_ready", true), Next::tell);
  EXPECT_EQ(alarm.told(), "not_ready");
}

TEST(Alarm, ARetestThatPassesTellsNobody) {
  Alarm alarm;
  alarm.heard("ready", false);
  EXPECT_EQ(alarm.heard("not_ready", false), Next::retest);
  EXPECT_EQ(alarm.heard("ready", true), Next::nothing);
  EXPECT_EQ(alarm.heard("ready", false), Next::nothing);
  EXPECT_EQ(alarm.told(), "ready");
}

TEST(Alarm, SoManyInARowAndTheRetest) {
  Alarm alarm(3);
  alarm.heard("ready", false);
  EXPECT_EQ(alarm.heard("not_ready", false), Next::nothing);
  EXPECT_EQ(alarm.heard("not_ready", false), Next::nothing);
  EXPECT_EQ(alarm.heard("ready", false), Next::nothing);
  EXPECT_EQ(alarm.heard("not_ready", false), Next::nothing);
  EXPECT_EQ(alarm.heard("not_ready", false), Next::nothing);
  EXPECT_EQ(alarm.heard("not_ready", false), Next::retest);
  EXPECT_EQ(alarm.heard("not_ready", true), Next::tell);
}

TEST(Alarm, RecoveryIsToldByTheSameRuleAndOnce) {
  Alarm alarm;
  alarm.heard("not_ready", false);
  alarm.heard("not_ready", true);
  EXPECT_EQ(alarm.heard("not_ready", false), Next::nothing);
  EXPECT_EQ(alarm.heard("ready", false), Next::retest);
  EXPECT_EQ(alarm.heard("ready", true), Next::tell);
  EXPECT_EQ(alarm.told_before(), "not_ready");
  EXPECT_EQ(alarm.heard("ready", false), Next::nothing);
}

TEST(Alarm, ARetestThatFindsAThirdThingDecidesNothing) {
  Alarm alarm;
  alarm.heard("ready", false);
  EXPECT_EQ(alarm.heard("not_ready", false), Next::retest);
  EXPECT_EQ(alarm.heard("incomplete", true), Next::nothing);
  EXPECT_EQ(alarm.heard("not_ready", false), Next::retest);
  EXPECT_EQ(alarm.heard("not_ready", true), Next::tell);
}

TEST(Alarm, SurvivesARestart) {
  Alarm alarm(2);
  alarm.heard("ready", false);
  alarm.heard("not_ready", false);
  Alarm again = Alarm::from_json(nlohmann::json::parse(alarm.to_json().dump()));
  again.set_after(2);
  EXPECT_EQ(again.heard("not_ready", false), Next::retest);
  EXPECT_EQ(again.told(), "ready");
  EXPECT_EQ(Alarm::from_json(nlohmann::json::array()).told(), "");
}

}  // namespace
}  // namespace deskready
