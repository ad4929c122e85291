#include "agent/daemon/daemon_state.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "agent/daemon/control/control.h"

namespace deskready {
namespace {

class State : public testing::Test {
 protected:
  State() {
    setenv("TZ", "Asia/Karachi", 1);
    tzset();
    Job job;
    job.spec = "acme";
    memory_.arrange({job}, 1);
  }
  ~State() override {
    unsetenv("TZ");
    tzset();
  }
  DaemonMemory memory_;
  const WallTime time_ = *parse_time("2026-11-24T09:30:00Z");
};

TEST_F(State, TheStatusLineIsForPeople) {
  EXPECT_EQ(status_line({.memory = memory_, .next = time_}),
            "Nothing was checked yet; next check Tue 24 Nov, 14:30");
  memory_.jobs[0].verdict = "not_ready";
  EXPECT_EQ(status_line({.memory = memory_, .checking = true}), "Not ready for acme; checking now");
  EXPECT_EQ(
      status_line({.memory = memory_, .hold = Hold{Reason::in_call, time_}, .next = time_}),
      "Not ready for acme; next check Tue 24 Nov, 14:30; the full check waits since Tue 24 Nov, 14:30: a "
      "call is on");
  memory_.paused_until = WallTime::max();
  EXPECT_EQ(status_line({.memory = memory_}), "Not ready for acme; paused until told to resume");
  memory_.paused_until = time_;
  EXPECT_EQ(status_line({.memory = memory_}), "Not ready for acme; paused until Tue 24 Nov, 14:30");
}

TEST_F(State, APauseEndsWhenItWasAsked) {
  EXPECT_EQ(*asked_pause_end(nlohmann::json::object(), time_), WallTime::max());
  EXPECT_EQ(*asked_pause_end({{"seconds", 60}}, time_), time_ + std::chrono::seconds(60));
  EXPECT_EQ(*asked_pause_end({{"until", "2026-11-24T09:31:00Z"}}, time_), time_ + std::chrono::seconds(60));
  for (const nlohmann::json& wrong :
       std::initializer_list<nlohmann::json>{{{"seconds", 0}},
                                             {{"seconds", 1e300}},
                                             {{"seconds", "60"}},
                                             {{"until", "2026-11-24T09:30:00Z"}},
                                             {{"until", "tomorrow"}},
                                             {{"until", 5}}}) {
    EXPECT_FALSE(asked_pause_end(wrong, time_)) << wrong;
  }
}

}  // namespace
}  // namespace deskready
