#include "agent/daemon/job_specs.h"

#include <gmock/gmock.h>

namespace deskready {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Job job(const std::string& spec, const std::string& role) {
  Job job;
  job.spec = spec;
  job.role = role;
  return job;
}

TEST(JobSpecs, ARoleThatTheSpecDoesNotHaveIsAFaultOfThatJobAlone) {
  Settings settings;
  settings.jobs = {job("talkdesk", "voice"), job("talkdesk", "recordd"), job("voice-baseline", "anything")};
  const JobSpecs read = read_job_specs(settings);
  ASSERT_EQ(read.faults.size(), 1);
  EXPECT_EQ(read.faults.begin()->first, (JobPart{"talkdesk", "recordd"}));
  EXPECT_THAT(read.faults.begin()->second, HasSubstr("did you mean recorded? Use voice or recorded"));
  EXPECT_TRUE(read.names.contains("talkdesk"));
  EXPECT_TRUE(read.names.contains("voice-baseline"));
}

TEST(JobSpecs, OnlyWhatWasNotWrongBeforeStandsInTheWay) {
  const JobFaults before = {{{"acme", "vioce"}, "first"}};
  EXPECT_EQ(new_faults(before, before), "");
  EXPECT_EQ(new_faults({{{"acme", "vioce"}, "first"}, {{"acme", "viedo"}, "second"}, {{"acne", ""}, "third"}},
                       before),
            "[[job]] role = \"viedo\": second; [[job]] spec = \"acne\": third");
}

TEST(JobSpecs, WhatIsSaidTellsARoleFromASpec) {
  EXPECT_THAT(job_trouble({{{"acme", "vioce"}, "use voice"}}),
              AllOf(HasSubstr("role"), HasSubstr("use voice"), Not(HasSubstr("cannot be checked"))));
  EXPECT_THAT(job_trouble({{{"acme", ""}, "no such file"}}),
              AllOf(HasSubstr("cannot be checked"), HasSubstr("no such file")));
  EXPECT_EQ(job_trouble({}), "");
}

}  // namespace
}  // namespace deskready
