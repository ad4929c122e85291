#include "reports/history.h"

#include <fstream>

#include "tests/unit/reports/scenes.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;

class HistoryTest : public testing::Test {
 protected:
  HistoryTest() {
    std::string name = (fs::temp_directory_path() / "deskready-history-XXXXXX").string();
    root_ = mkdtemp(name.data());
    folder_ = root_ / "state";
  }
  ~HistoryTest() override { fs::remove_all(root_); }

  Report report(const std::string& id, const char* finished) {
    Report made = scenes().front().report;
    made.id = id;
    made.finished = at(finished);
    return made;
  }
  std::string bytes_of_all_files() const {
    std::string all;
    for (const auto& entry : fs::directory_iterator(folder_)) {
      std::ifstream in(entry.path(), std::ios::binary);
      all.append(std::istreambuf_iterator<char>(in), {});
    }
    return all;
  }

  fs::path root_, folder_;
};

TEST_F(HistoryTest, KeepsReportsNewestFirstAndFindsThemByTheirBeginning) {
  const Report first = report("aa11", "2026-11-24T09:00:00Z"),
               second = report("aa22", "2026-11-24T10:00:00Z");
  {
    auto history = History::open(folder_);
    ASSERT_TRUE(history) << history.error();
    ASSERT_TRUE(history->save(second));
    ASSERT_TRUE(history->save(first));
  }
  const auto history = History::open(folder_);
  const auto entries = history->latest(10);
  ASSERT_EQ(entries->size(), 2u);
  EXPECT_EQ((*entries)[0].id, "aa22");
  EXPECT_EQ((*entries)[0].verdict, "ready");
  EXPECT_EQ(history->latest(1)->size(), 1u);
  const auto found = history->find("aa1");
  ASSERT_TRUE(found) << found.error();
  EXPECT_EQ(dump(to_json(*found)), dump(to_json(first)));
  EXPECT_FALSE(history->find("aa"));
  EXPECT_FALSE(history->find("bb"));
  EXPECT_FALSE(history->find(""));
  EXPECT_FALSE(history->find("%"));
}

TEST_F(HistoryTest, IsForItsOwnerOnly) {
  ASSERT_TRUE(History::open(folder_));
  EXPECT_EQ(fs::status(folder_).permissions(), fs::perms::owner_all);
}

TEST_F(HistoryTest, ABrokenDatabaseIsSetAsideAndKept) {
  fs::create_directories(folder_);
  for (int time = 0; time < 2; ++time) {
    std::ofstream(folder_ / "history.db") << std::string(5000, 'x');
    auto history = History::open(folder_);
    ASSERT_TRUE(history) << history.error();
    EXPECT_TRUE(history->save(report("aa11", "2026-11-24T09:00:00Z")));
    EXPECT_EQ(history->latest(5)->size(), 1u);
  }
  EXPECT_TRUE(fs::exists(folder_ / "history.broken-1.db"));
  EXPECT_TRUE(fs::exists(folder_ / "history.broken-2.db"));
}

TEST_F(HistoryTest, ForgetLeavesNoTraceInAnyFile) {
  fs::create_directories(folder_);
  std::ofstream(folder_ / "history.db") << std::string(5000, 'x');
  auto history = History::open(folder_);
  ASSERT_TRUE(history->save(report("aa11", "2026-11-24T09:00:00Z")));
  ASSERT_NE(bytes_of_all_files().find("Acme Support"), std::string::npos);
  ASSERT_TRUE(history->forget());
  EXPECT_TRUE(history->latest(5)->empty());
  EXPECT_EQ(bytes_of_all_files().find("Acme Support"), std::string::npos);
  EXPECT_FALSE(fs::exists(folder_ / "history.broken-1.db"));
}

TEST_F(HistoryTest, AFolderThatCannotBeMadeIsSaid) {
  std::ofstream(root_ / "file") << "x";
  const auto history = History::open(root_ / "file" / "state");
  ASSERT_FALSE(history);
  EXPECT_NE(history.error().find("file"), std::string::npos);
}

}  // namespace
}  // namespace deskready
