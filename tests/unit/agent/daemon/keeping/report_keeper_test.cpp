#include "agent/daemon/keeping/report_keeper.h"

#include <gtest/gtest.h>
#include <spdlog/sinks/null_sink.h>

#include <condition_variable>
#include <fstream>
#include <future>
#include <mutex>

#include "agent/check/past/allowance.h"
#include "config/base/folders.h"
#include "config/base/time.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// The owner's thread: takes up what was posted when the test says so.
class Loop {
 public:
  DiskQueue::Post post() {
    return [this](std::function<void()> function) {
      const std::lock_guard lock(mutex_);
      posted_.push_back(std::move(function));
      changed_.notify_one();
    };
  }
  /// Waits for the next one and runs it.
  void run_one() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !posted_.empty(); });
    auto function = std::move(posted_.front());
    posted_.pop_front();
    lock.unlock();
    function();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> posted_;
};

class ReportKeeperTest : public testing::Test {
 protected:
  ReportKeeperTest() {
    std::string name = (fs::temp_directory_path() / "deskready-keeper-XXXXXX").string();
    root_ = mkdtemp(name.data());
    fs::create_directories(root_ / "run");
  }
  ~ReportKeeperTest() override { fs::remove_all(root_); }

  ReportKeeper keeper(ReportKeeper::Open open = History::open) {
    auto log = std::make_shared<spdlog::logger>("test", std::make_shared<spdlog::sinks::null_sink_mt>());
    return {root_ / "state", root_ / "run", log, loop_.post(), std::move(open)};
  }
  static json document(const std::string& id, std::int64_t bytes) {
    return {{"id", id},
            {"finished", "2026-11-24T09:00:00Z"},
            {"verdict", "ready"},
            {"spec", {{"name", "acme"}}},
            {"cost", {{"bytes", bytes}, {"seconds", 1}}}};
  }
  /// Not known until the loop has run.
  std::shared_ptr<std::optional<bool>> keep(ReportKeeper& keeper, const std::string& id) {
    auto result = std::make_shared<std::optional<bool>>();
    ReportSummary summary;
    summary.id = id;
    keeper.keep(summary, document(id, 1000).dump(), Settings{}, now_,
                [result](bool kept) { *result = kept; });
    return result;
  }

  fs::path root_;
  Loop loop_;
  const WallTime now_ = parse_time("2026-11-24T10:00:00Z").value();
};

TEST_F(ReportKeeperTest, NothingOnTheOwnersThreadWaitsForADiskThatHangs) {
  std::promise<void> freed;
  const auto free = freed.get_future().share();
  const auto owner = std::this_thread::get_id();
  bool hangs = false;
  auto own = keeper([&](const fs::path& folder) {
    if (hangs && std::this_thread::get_id() == owner) ADD_FAILURE() << "the owner's thread opens the history";
    if (hangs && std::this_thread::get_id() != owner) free.wait();
    return History::open(folder);
  });
  ASSERT_TRUE(own.prepare(now_));
  auto first = keep(own, "aa11");
  loop_.run_one();
  ASSERT_EQ(*first, true);

  hangs = true;
  auto second = keep(own, "aa22");
  own.note({"acme", "full", "done", "", now_, now_});
  own.save_fates();
  std::optional<json> found;
  own.find("aa22", [&](auto document) { found = document.value_or(json()); });
  // The disk still hangs, and all of this is answered.
  EXPECT_FALSE(second->has_value());
  EXPECT_FALSE(found);
  EXPECT_EQ(own.used(now_).day_bytes, 1000u);
  EXPECT_EQ(own.trouble(), "");

  freed.set_value();
  for (int i = 0; i < 3; ++i) loop_.run_one();
  EXPECT_EQ(*second, true);
  EXPECT_EQ(own.used(now_).day_bytes, 2000u);
  ASSERT_TRUE(found);
  EXPECT_EQ(*found, document("aa22", 1000));
  EXPECT_EQ(History::open(root_ / "state")->fates(now_, now_ + std::chrono::seconds(1))->size(), 1u);
}

TEST_F(ReportKeeperTest, WhatIsAskedForIsDoneBeforeTheEnd) {
  {
    auto own = keeper();
    ASSERT_TRUE(own.prepare(now_));
    keep(own, "aa11");
  }
  EXPECT_EQ(History::open(root_ / "state")->latest(5)->size(), 1u);
}

TEST_F(ReportKeeperTest, AReportThatTheHistoryDoesNotTakeIsKeptBesideItUntilItDoes) {
  bool full = false;
  auto own = keeper([&](const fs::path& folder) -> tl::expected<History, std::string> {
    if (full) return tl::unexpected(std::string("the disk is full"));
    return History::open(folder);
  });
  ASSERT_TRUE(own.prepare(now_));
  keep(own, "aa11");
  loop_.run_one();
  full = true;
  const auto second = keep(own, "aa22");
  loop_.run_one();
  EXPECT_EQ(*second, true);
  EXPECT_NE(own.trouble().find("the disk is full; the report is kept as"), std::string::npos)
      << own.trouble();
  // What the history cannot tell any more is not taken for nothing.
  EXPECT_EQ(own.used(now_).day_bytes, 1000u);
  full = false;
  keep(own, "aa33");
  loop_.run_one();
  EXPECT_EQ(own.trouble(), "");
  EXPECT_EQ(own.used(now_).day_bytes, 3000u);
  EXPECT_EQ(History::open(root_ / "state")->latest(5)->size(), 3u);
  EXPECT_TRUE(files_beginning(root_ / "state", unsaved_begin).empty());
}

TEST_F(ReportKeeperTest, AKeptReportOfWhichEveryTypeIsWrongEndsNothing) {
  auto own = keeper();
  ASSERT_TRUE(own.prepare(now_));
  json wrong = document("aa11", 0);
  wrong["cost"]["bytes"] = "many";
  std::ofstream(root_ / "run" / "unsaved-aa11.json") << wrong;
  std::ofstream(root_ / "run" / "unsaved-aa12.json") << "{\"id\": 7, \"cost\": []}";
  const auto kept = keep(own, "aa22");
  loop_.run_one();
  EXPECT_EQ(*kept, true);
  EXPECT_EQ((*History::open(root_ / "state")->document("aa11"))["verdict"], "ready");
}

TEST_F(ReportKeeperTest, TheDaysAndTheMonthsAllowanceCountFromLocalMidnight) {
  const std::vector<Spent> spent = {{parse_time("2026-10-31T12:00:00Z").value(), 1},
                                    {parse_time("2026-11-02T12:00:00Z").value(), 10},
                                    {parse_time("2026-11-24T12:00:00Z").value(), 100}};
  const WallTime noon = parse_time("2026-11-24T13:00:00Z").value();
  EXPECT_EQ(data_used(spent, noon).day_bytes, 100u);
  EXPECT_EQ(data_used(spent, noon).month_bytes, 110u);
  EXPECT_EQ(data_used(spent, noon + std::chrono::hours(24)).day_bytes, 0u);
  EXPECT_EQ(data_used(spent, noon + std::chrono::hours(24)).month_bytes, 110u);
  EXPECT_EQ(data_used(spent, noon + std::chrono::hours(24 * 10)).month_bytes, 0u);
}

}  // namespace
}  // namespace deskready
