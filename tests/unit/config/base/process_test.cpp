// Child processes: what they get, and how they end.
#include "config/base/process.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <thread>
#include <utility>

namespace deskready {
namespace {

/// A pipe whose ends this process keeps to itself.
struct Pipe {
  std::array<int, 2> ends{-1, -1};
  Pipe() { EXPECT_EQ(pipe2(ends.data(), O_CLOEXEC), 0); }
  ~Pipe() {
    close(ends[0]);
    close_writer();
  }
  void close_writer() {
    if (ends[1] >= 0) close(std::exchange(ends[1], -1));
  }
  /// Up to the end, which comes when no process holds the writer.
  std::string read_all() {
    close_writer();
    std::string text;
    char part[256];
    for (ssize_t got = 0; (got = read(ends[0], part, sizeof part)) > 0;)
      text.append(part, static_cast<std::size_t>(got));
    return text;
  }
};

ProcessEnd end_of(Process& process) {
  while (true) {
    if (const auto end = process.ended()) return *end;
    std::this_thread::yield();
  }
}

std::string said_by(const std::string& script, std::span<const std::string_view> without = {}) {
  Pipe pipe;
  auto process = Process::start({"/bin/sh", "-c", script}, {.output = pipe.ends[1]}, without);
  EXPECT_TRUE(process);
  std::string said = pipe.read_all();
  EXPECT_EQ(end_of(*process).code, 0);
  return said;
}

TEST(ProcessTest, SignalsHaveNames) {
  EXPECT_EQ(signal_name(SIGABRT), "SIGABRT");
  EXPECT_EQ(signal_name(0), "?");
  EXPECT_EQ(signal_name(-1), "?");
}

TEST(ProcessTest, EndsAreTold) {
  auto by_itself = Process::start({"/bin/sh", "-c", "exit 7"});
  ASSERT_TRUE(by_itself);
  const ProcessEnd end = end_of(*by_itself);
  EXPECT_FALSE(end.signalled);
  EXPECT_EQ(end.code, 7);
  EXPECT_EQ(to_string(end), "code 7");
  EXPECT_FALSE(by_itself->ended()) << "it is told once";
  by_itself->send(SIGKILL);  // reaches nobody

  auto sleeper = Process::start({"/bin/sleep", "1000"});
  ASSERT_TRUE(sleeper);
  EXPECT_FALSE(sleeper->ended());
  EXPECT_EQ(to_string(sleeper->kill()), "signal 9 (Killed)");
}

TEST(ProcessTest, AProgramThatIsNotThereIsAnError) {
  const auto none = Process::start({"/no/such/program"});
  ASSERT_FALSE(none);
  EXPECT_THAT(none.error(),
              testing::AllOf(testing::HasSubstr("/no/such/program"), testing::HasSubstr("No such file")));
  EXPECT_FALSE(Process::start({}));
}

TEST(ProcessTest, TheChildHasNothingOpenButItsStreams) {
  const int open_here = open("/dev/null", O_RDONLY);  // without O_CLOEXEC, as a library might
  EXPECT_EQ(said_by("ls /proc/self/fd | head -n 3 | tr '\\n' ' '; test -e /proc/$$/fd/" +
                    std::to_string(open_here) + " && echo leaked; exit 0"),
            "0 1 2 ");
  close(open_here);
}

TEST(ProcessTest, SignalsAreAsAtTheStartOfAProgram) {
  sigset_t blocked, before;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &blocked, &before);
  const auto handler = std::signal(SIGINT, SIG_IGN);
  // The C library keeps signals 32 and 33 to itself; the last seven digits are signals 1 to 28.
  EXPECT_EQ(said_by("grep -E '^Sig(Blk|Ign)' /proc/self/status | sed 's/.*\\(.......\\)$/\\1/'"),
            "0000000\n0000000\n");
  std::signal(SIGINT, handler);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

TEST(ProcessTest, VariablesAreLeftOutByTheirWholeName) {
  setenv("DESKREADY_TEST", "out", 1);
  setenv("DESKREADY_TEST_TOO", "kept", 1);
  constexpr std::array<std::string_view, 1> without = {"DESKREADY_TEST"};
  EXPECT_EQ(said_by("echo ${DESKREADY_TEST-none} $DESKREADY_TEST_TOO", without), "none kept\n");
  EXPECT_EQ(said_by("echo $DESKREADY_TEST"), "out\n");
  unsetenv("DESKREADY_TEST");
  unsetenv("DESKREADY_TEST_TOO");
}

/// The writer is held by the grandchild too, so the end of the pipe shows that it is gone.
TEST(ProcessTest, WhatItLeftRunningEndsWithIt) {
  Pipe pipe;
  {
    auto process =
        Process::start({"/bin/sh", "-c", "sleep 1000 & echo started; wait"}, {.output = pipe.ends[1]});
    ASSERT_TRUE(process);
    char word[8];
    ASSERT_EQ(read(pipe.ends[0], word, 8), 8);
  }
  EXPECT_EQ(pipe.read_all(), "");
  Pipe second;
  auto leaver = Process::start({"/bin/sh", "-c", "sleep 1000 & exit 0"}, {.output = second.ends[1]});
  ASSERT_TRUE(leaver);
  EXPECT_EQ(end_of(*leaver).code, 0);
  EXPECT_EQ(second.read_all(), "");
}

TEST(ProcessTest, StandardErrorMayGoNowhere) {
  EXPECT_EQ(said_by("exit 0"), "");
  Pipe pipe;
  auto process = Process::start({"/bin/sh", "-c", "readlink /proc/self/fd/2 /proc/self/fd/0"},
                                {.output = pipe.ends[1], .error = -1});
  ASSERT_TRUE(process);
  EXPECT_EQ(pipe.read_all(), "/dev/null\n/dev/null\n");
}

}  // namespace
}  // namespace deskready
