// Several processes on one home at the same time. Each is a real one: SQLite's and our locks are held by
// processes and by open files, and threads would not show what they do.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "reports/history/history.h"
#include "tests/unit/reports/history/raw_database.h"
#include "tests/unit/reports/scenes.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;

class TwoProcesses : public testing::Test {
 protected:
  TwoProcesses() {
    std::string name = (fs::temp_directory_path() / "deskready-processes-XXXXXX").string();
    root_ = mkdtemp(name.data());
    folder_ = root_ / "state";
    report_ = scenes().front().report;
  }
  ~TwoProcesses() override { fs::remove_all(root_); }

  /// Runs `act` in so many processes, all let go at the same moment; how many of them returned true.
  template <typename Act>
  static int together(int processes, Act act) {
    int gate[2];
    if (pipe(gate) != 0) return -1;
    std::vector<pid_t> children;
    for (int i = 0; i < processes; ++i) {
      const pid_t child = fork();
      if (child == 0) {
        close(gate[1]);
        char none;
        if (read(gate[0], &none, 1) != 0) _exit(1);  // ends when the parent closes its end
        _exit(act(i) ? 0 : 1);
      }
      children.push_back(child);
    }
    close(gate[0]);
    close(gate[1]);
    int well = 0;
    for (const pid_t child : children) {
      int status = 0;
      if (waitpid(child, &status, 0) == child && status == 0) ++well;
    }
    return well;
  }

  bool save(int number) {
    Report own = report_;
    own.id = fmt::format("{:032x}", number + 1);
    auto history = History::open(folder_);
    if (!history) return fmt::print(stderr, "{}\n", history.error()), false;
    const auto saved = history->save(own);
    if (!saved) fmt::print(stderr, "{}\n", saved.error());
    return saved.has_value();
  }

  std::vector<std::string> set_aside() const {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder_)) {
      const std::string name = entry.path().filename().string();
      if (name.starts_with("history.broken-")) names.push_back(name);
    }
    return names;
  }

  fs::path root_, folder_;
  Report report_;
};

TEST_F(TwoProcesses, LoseNothingAtFirstUse) {
  for (const int processes : {2, 8}) {
    for (int round = 0; round < 12; ++round) {
      fs::remove_all(folder_);
      EXPECT_EQ(together(processes, [&](int number) { return save(number); }), processes);
      auto history = History::open(folder_);
      ASSERT_TRUE(history) << history.error();
      EXPECT_EQ(history->latest(100)->size(), static_cast<std::size_t>(processes)) << "round " << round;
      EXPECT_TRUE(set_aside().empty());
    }
  }
}

TEST_F(TwoProcesses, SetABrokenFileAsideOnce) {
  for (int round = 0; round < 12; ++round) {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    std::ofstream(folder_ / "history.db") << std::string(5000, 'x');
    EXPECT_EQ(together(8, [&](int number) { return save(number); }), 8);
    EXPECT_EQ(History::open(folder_)->latest(100)->size(), 8u) << "round " << round;
    EXPECT_EQ(set_aside(), std::vector<std::string>{"history.broken-1.db"});
  }
}

TEST_F(TwoProcesses, NothingIsSetAsideThatAnotherHasOpen) {
  auto other = History::open(folder_);
  ASSERT_TRUE(other) << other.error();
  ASSERT_TRUE(other->save(report_));
  std::ofstream(folder_ / "history.broken-page");  // as reading leaves it that came upon a broken page
  EXPECT_EQ(together(1,
                     [&](int) {
                       const auto history = History::open(folder_);
                       return !history &&
                              history.error().find("another deskready has it open") != std::string::npos;
                     }),
            1);
  EXPECT_EQ(set_aside(), std::vector<std::string>{"history.broken-page"});
  other = tl::unexpected(std::string());
  EXPECT_EQ(together(1, [&](int number) { return save(number); }), 1);
  EXPECT_EQ(set_aside(), std::vector<std::string>{"history.broken-1.db"});
}

TEST_F(TwoProcesses, ADatabaseOfANewerVersionIsLeftAlone) {
  ASSERT_EQ(together(1, [&](int number) { return save(number); }), 1);
  // As a later version may leave it: other tables, and a page that this one finds broken.
  run_sql(folder_ / "history.db", "DROP TABLE name; PRAGMA user_version=99");
  std::ofstream(folder_ / "history.broken-page");
  const auto history = History::open(folder_);
  ASSERT_FALSE(history);
  EXPECT_NE(history.error().find("history.db was written by a newer deskready"), std::string::npos)
      << history.error();
  EXPECT_EQ(set_aside(), std::vector<std::string>{"history.broken-page"});
}

}  // namespace
}  // namespace deskready
