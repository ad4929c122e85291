#include "agent/cli/check/jobs.h"

#include <gtest/gtest.h>

#include "config/spec/usual_spec.h"

namespace deskready {
namespace {

Job job(std::string spec, std::string role = {}, std::string reference = {}) {
  Job job;
  job.spec = std::move(spec);
  job.role = std::move(role);
  job.reference = std::move(reference);
  return job;
}

TEST(ChecksMeant, NamesOfTheCommandLineWin) {
  Settings settings;
  settings.jobs = {job("acme", "voice")};
  CheckOptions options;
  options.specs = {"other"};
  const auto checks = checks_meant(options, settings);
  ASSERT_TRUE(checks);
  ASSERT_EQ(checks->size(), 1);
  EXPECT_EQ(checks->front().specs, std::vector<std::string>{"other"});
  EXPECT_EQ(checks->front().role, "");
}

TEST(ChecksMeant, EveryJobIsCheckedAndThoseOfOneRoleAtOnce) {
  Settings settings;
  settings.jobs = {job("acme", "voice"), job("other", "voice"), job("acme", "video", "A-1")};
  const auto checks = checks_meant({}, settings);
  ASSERT_TRUE(checks);
  ASSERT_EQ(checks->size(), 2);
  EXPECT_EQ((*checks)[0].specs, (std::vector<std::string>{"acme", "other"}));
  EXPECT_EQ((*checks)[0].role, "voice");
  EXPECT_EQ((*checks)[1].specs, std::vector<std::string>{"acme"});
  EXPECT_EQ((*checks)[1].role, "video");
  EXPECT_EQ((*checks)[1].reference, "A-1");
}

TEST(ChecksMeant, ARoleLeavesItsOwnJobsAndThoseOfAnyRole) {
  Settings settings;
  settings.jobs = {job("acme", "voice"), job("any"), job("acme", "video")};
  CheckOptions options;
  options.role = "video";
  const auto checks = checks_meant(options, settings);
  ASSERT_TRUE(checks);
  ASSERT_EQ(checks->size(), 1);
  EXPECT_EQ(checks->front().specs, (std::vector<std::string>{"any", "acme"}));
  settings.jobs = {job("acme", "voice")};
  const auto none = checks_meant(options, settings);
  ASSERT_FALSE(none);
  EXPECT_NE(none.error().find("the role video"), std::string::npos);
}

TEST(ChecksMeant, WithoutSettingsItIsTheUsualList) {
  const auto checks = checks_meant({}, Settings());
  ASSERT_TRUE(checks);
  EXPECT_EQ(checks->front().specs, std::vector<std::string>{std::string(usual_spec)});
}

}  // namespace
}  // namespace deskready
