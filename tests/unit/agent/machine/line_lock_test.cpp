#include "agent/machine/line_lock.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

namespace deskready {
namespace {

/// Each look at it is 30 s later.
class HurryingClock : public Clock {
 public:
  WallTime now() const override { return {}; }
  std::chrono::nanoseconds monotonic() const override { return time_ += std::chrono::seconds(30); }

 private:
  mutable std::chrono::nanoseconds time_{};
};

class LineLockTest : public testing::Test {
 protected:
  static std::string sticky_folder() {
    std::string folder = "/tmp/line-lock-XXXXXX";
    EXPECT_NE(mkdtemp(folder.data()), nullptr);
    EXPECT_EQ(chmod(folder.c_str(), 01777), 0);
    return folder;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  const std::string folder_ = sticky_folder();
  const std::string file_ = "/deskready-line.lock";
  HurryingClock clock_;
  LineLock ours_{folder_, clock_};
  LineLock others_{folder_, clock_};
};

TEST_F(LineLockTest, ASecondWaitsUntilTheFirstHasEnded) {
  auto first = ours_.take({}, nullptr);
  ASSERT_TRUE(first.held());
  int waits = 0;
  const auto second = others_.take({}, [&] {
    ++waits;
    const LineLock::Turn ended = std::move(first);
  });
  EXPECT_TRUE(second.held());
  EXPECT_EQ(waits, 1);
  EXPECT_EQ(others_.alone(), LineLock::Alone::yes);
}

// Who never lets go costs the others a wait, and not their check; the wait is for the whole run.
TEST_F(LineLockTest, WhoHoldsItForEverStopsNobody) {
  const auto hostile = ours_.take({}, nullptr);
  EXPECT_FALSE(others_.take({}, nullptr).held());
  EXPECT_EQ(others_.alone(), LineLock::Alone::shared);
  int waits = 0;
  EXPECT_FALSE(others_.take({}, [&] { ++waits; }).held());
  EXPECT_EQ(waits, 0);
}

TEST_F(LineLockTest, TheWaitForTurnsThatWereWonCountsToo) {
  auto first = others_.take({}, nullptr);
  int waits = 0;
  const auto told = [&] {
    ++waits;
    const LineLock::Turn ended = std::move(first);
  };
  {
    const auto won = ours_.take({}, told);
    ASSERT_TRUE(won.held());
  }
  EXPECT_EQ(ours_.alone(), LineLock::Alone::yes);
  first = others_.take({}, nullptr);
  EXPECT_FALSE(ours_.take({}, told).held()) << "60 s and 30 s";
  EXPECT_EQ(waits, 1);
  EXPECT_EQ(ours_.alone(), LineLock::Alone::shared);
}

TEST_F(LineLockTest, AStopEndsTheWait) {
  const auto first = ours_.take({}, nullptr);
  std::stop_source stop;
  EXPECT_FALSE(others_.take(stop.get_token(), [&] { stop.request_stop(); }).held());
}

TEST_F(LineLockTest, TheFileCanBeLockedByAllAndWrittenByNone) {
  const mode_t before = umask(0077);
  const auto turn = ours_.take({}, nullptr);
  umask(before);
  struct stat about {};
  ASSERT_EQ(stat((folder_ + file_).c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 07777, 0444u);
}

TEST_F(LineLockTest, ALinkAFolderOrAPipeInItsPlaceIsNotFollowed) {
  const std::string path = folder_ + file_;
  const std::string elsewhere = folder_ + "/elsewhere";
  ASSERT_EQ(symlink(elsewhere.c_str(), path.c_str()), 0);
  EXPECT_FALSE(ours_.take({}, nullptr).held());
  EXPECT_FALSE(std::filesystem::exists(elsewhere));
  ASSERT_EQ(unlink(path.c_str()), 0);
  ASSERT_EQ(mkfifo(path.c_str(), 0644), 0);
  EXPECT_FALSE(ours_.take({}, nullptr).held());
  ASSERT_EQ(unlink(path.c_str()), 0);
  ASSERT_EQ(mkdir(path.c_str(), 0755), 0);
  EXPECT_FALSE(ours_.take({}, nullptr).held());
  EXPECT_EQ(ours_.alone(), LineLock::Alone::unknown);
}

// The first account's file serves the second one, though the kernel protects it in a sticky folder.
TEST_F(LineLockTest, AnotherAccountWaitsForTheSameLock) {
  if (geteuid() != 0) GTEST_SKIP() << "two accounts take root";
  const auto first = ours_.take({}, nullptr);
  ASSERT_TRUE(first.held());
  const pid_t child = fork();
  if (child == 0) {
    constexpr uid_t nobody = 65534;
    if (setgid(nobody) != 0 || setuid(nobody) != 0) _exit(1);
    bool waited = false;
    std::stop_source stop;
    const bool held = LineLock(folder_, clock_)
                          .take(stop.get_token(),
                                [&] {
                                  waited = true;
                                  stop.request_stop();
                                })
                          .held();
    _exit(waited && !held ? 0 : 2);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace deskready
