#include "probes/machine/halts.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "probes/network/line/packets/disturbance.h"

namespace deskready {
namespace {

/// A process that counts, is stopped and goes on: 0 when it noticed that, and nothing before.
int stopped_and_continued() {
  const pid_t child = ::fork();
  if (child == 0) {
    const network::DisturbanceWatch watch("/", "");
    const Halts before = halts();
    if (stopped_between(before, halts()) || watch.until_now(0).paused) ::_exit(1);
    ::raise(SIGSTOP);
    ::_exit(stopped_between(before, halts()) && watch.until_now(0).paused ? 0 : 2);
  }
  int status = 0;
  ::waitpid(child, &status, WUNTRACED);
  if (!WIFSTOPPED(status)) return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  ::kill(child, SIGCONT);
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(Halts, NoticeThatTheProcessWasStopped) {
  EXPECT_EQ(stopped_and_continued(), 0);
}

TEST(Halts, ASleepIsMoreThanTheTimeBetweenTwoReadings) {
  EXPECT_FALSE(slept_between({0, 100.0}, {0, 100.01}));
  EXPECT_TRUE(slept_between({0, 100.0}, {0, 160.0}));
}

TEST(Halts, APauseComesBeforeWhatElseDisturbed) {
  network::Disturbance all;
  all.paused = true;
  all.other_rate = 1e9;
  all.waited = 1;
  EXPECT_EQ(network::taint_of(all, 1e6), Taint::paused);
}

}  // namespace
}  // namespace deskready
