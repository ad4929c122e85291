#include "agent/machine/run_lock.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>

namespace deskready {
namespace {

class RunLockTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_NE(mkdtemp(folder_.data()), nullptr); }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string folder_ = "/tmp/run-lock-XXXXXX";
};

TEST_F(RunLockTest, ASecondWaitsIsToldForWhomAndHearsTheStop) {
  const auto first = RunLock::acquire_in(folder_, {}, nullptr);
  ASSERT_TRUE(first) << first.error();
  std::stop_source stop;
  std::string told;
  // flock counts open files, so a second one in this process waits as another process would.
  const auto second = RunLock::acquire_in(folder_, stop.get_token(), [&](std::string_view process) {
    told = process;
    stop.request_stop();
  });
  EXPECT_FALSE(second);
  EXPECT_EQ(told, fmt::format("{}", getpid()));
}

TEST_F(RunLockTest, ASecondGoesOnOnceTheFirstHasEnded) {
  auto first = RunLock::acquire_in(folder_, {}, nullptr);
  ASSERT_TRUE(first);
  int sentences = 0;
  const auto second = RunLock::acquire_in(folder_, {}, [&](std::string_view) {
    ++sentences;
    const RunLock ended = std::move(*first);
  });
  EXPECT_TRUE(second);
  EXPECT_EQ(sentences, 1);
}

TEST_F(RunLockTest, AFolderThatIsNotThereIsNamed) {
  const auto lock = RunLock::acquire_in(folder_ + "/none", {}, nullptr);
  ASSERT_FALSE(lock);
  EXPECT_NE(lock.error().find(folder_ + "/none"), std::string::npos);
}

TEST_F(RunLockTest, SessionsOfOnePersonWaitForEachOther) {
  setenv("STATE_DIRECTORY", (folder_ + "/state").c_str(), 1);
  setenv("XDG_RUNTIME_DIR", folder_.c_str(), 1);
  const auto first = RunLock::acquire({}, nullptr);
  ASSERT_TRUE(first) << first.error();
  std::filesystem::create_directory(folder_ + "/other");
  setenv("XDG_RUNTIME_DIR", (folder_ + "/other").c_str(), 1);
  std::stop_source stop;
  int told = 0;
  EXPECT_FALSE(RunLock::acquire(stop.get_token(), [&](std::string_view) {
    ++told;
    stop.request_stop();
  }));
  EXPECT_EQ(told, 1);
  unsetenv("STATE_DIRECTORY");
  unsetenv("XDG_RUNTIME_DIR");
}

}  // namespace
}  // namespace deskready
