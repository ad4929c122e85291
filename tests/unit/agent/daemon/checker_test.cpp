#include "agent/daemon/checker.h"

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <boost/asio/io_context.hpp>
#include <cstdlib>

namespace deskready {
namespace {

/// Real children and pipes. Nothing waits for a time: a child's end is waited for outside the loop, so that
/// what the loop then finds is always the same.
class CheckerTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_NE(mkdtemp(folder_.data()), nullptr); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  static CheckOrder order(const char* name) {
    CheckOrder order;
    order.name = name;
    return order;
  }
  static std::vector<std::string> shell(const char* script) { return {"/bin/sh", "-c", script}; }

  /// Until a child of this process has ended, which stays to be reaped.
  static void await_end() {
    siginfo_t about{};
    ASSERT_EQ(waitid(P_ALL, 0, &about, WEXITED | WNOWAIT), 0);
  }

  static void take_at_once(const std::filesystem::path& file,
                           const std::function<void(tl::expected<LeftReport, std::string>)>& then) {
    then(take_left_report(file));
  }

  std::string folder_ = "/tmp/checker-XXXXXX";
  boost::asio::io_context loop_;
  std::vector<std::string> told_;
  std::vector<CheckEnd> ended_;
};

// What still waits in the loop of the first check's pipe must not touch the second one's.
TEST_F(CheckerTest, ACheckThatFollowsAtOnceKeepsItsOwnPipe) {
  Checker* both = nullptr;
  Checker checker(loop_, folder_ + "/report.json",
                  {[&](CheckEnd end) {
                     ended_.push_back(std::move(end));
                     if (ended_.size() == 1) both->start(order("second"), shell("echo from the second"));
                   },
                   [&](const std::string& line) { told_.push_back(line); }, take_at_once});
  both = &checker;
  checker.start(order("first"), shell("exit 0"));
  await_end();
  checker.look_at_child();  // before the loop has heard of the pipe's end, as when SIGCHLD is quicker
  ASSERT_EQ(ended_.size(), 1u);
  loop_.poll();
  await_end();
  loop_.poll();
  EXPECT_EQ(told_, std::vector<std::string>{"from the second"});
  checker.look_at_child();
  ASSERT_EQ(ended_.size(), 2u);
  EXPECT_EQ(ended_[1].order.name, "second");
  EXPECT_FALSE(checker.running());
}

TEST_F(CheckerTest, AProgramThatIsNotThereEndsTheCheck) {
  Checker checker(loop_, folder_ + "/report.json",
                  {[&](CheckEnd end) { ended_.push_back(std::move(end)); }, nullptr, take_at_once});
  checker.start(order("none"), {folder_ + "/none"});
  loop_.poll();
  ASSERT_EQ(ended_.size(), 1u);
  EXPECT_FALSE(ended_[0].report);
  ASSERT_TRUE(ended_[0].trouble);
  const std::string told = trouble_words("en", *ended_[0].trouble);
  EXPECT_NE(told.find("/none"), std::string::npos) << told;
}

// Another check must not begin before the disk has given the first one's report, and the loop must not wait.
TEST_F(CheckerTest, ACheckIsNotOverBeforeItsReportIsRead) {
  std::function<void()> disk;
  const auto later = [&](const std::filesystem::path& file, auto then) {
    disk = [file, then] { then(take_left_report(file)); };
  };
  Checker checker(loop_, folder_ + "/report.json",
                  {[&](CheckEnd end) { ended_.push_back(std::move(end)); }, nullptr, later});
  checker.start(order("slow"), shell(("echo half > " + folder_ + "/report.json").c_str()));
  await_end();
  checker.look_at_child();
  EXPECT_TRUE(ended_.empty());
  EXPECT_TRUE(checker.running());
  checker.look_at_child();  // another child of the daemon's has ended in the meantime
  ASSERT_TRUE(disk);
  disk();
  ASSERT_EQ(ended_.size(), 1u);
  EXPECT_FALSE(ended_[0].report);
  EXPECT_FALSE(checker.running());
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/report.json"));
}

}  // namespace
}  // namespace deskready
