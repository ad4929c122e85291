// What the history holds may come from a disk that has gone wrong or from another version: whatever stands
// there, it costs itself and nothing else.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "reports/history/database.h"
#include "reports/history/history.h"
#include "reports/history/report_rows.h"
#include "reports/over_time/fact_series.h"
#include "tests/unit/reports/history/raw_database.h"
#include "tests/unit/reports/scenes.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class StoredTypes : public testing::Test {
 protected:
  StoredTypes() {
    std::string name = (fs::temp_directory_path() / "deskready-types-XXXXXX").string();
    folder_ = mkdtemp(name.data());
  }
  ~StoredTypes() override { fs::remove_all(folder_); }

  /// The report with one of its values, at each place in turn, in place of another.
  template <typename Act>
  static void with_each_value_changed(const json& report, const json& to, Act act) {
    const json flat = report.flatten();
    for (const auto& [path, value] : flat.items()) {
      // The value itself, and everything that holds it.
      for (json::json_pointer place(path); !place.empty(); place = place.parent_pointer()) {
        json changed = report;
        changed[place] = to;
        act(changed, place.to_string());
      }
    }
  }

  fs::path folder_;
};

TEST_F(StoredTypes, EachValueOfAReportMayHaveAnyType) {
  const json whole = json(to_json(scenes().front().report));
  const json others[] = {nullptr, 1e300, "text", json::array({1}), {{"a", 1}}};
  const WallTime past{}, future = at("2100-01-01T00:00:00Z");
  std::int64_t written = 0;
  {
    auto database = open_database(folder_);
    ASSERT_TRUE(database) << database.error();
    for (const json& other : others) {
      std::set<std::string> done;
      Transaction transaction(database->connection.get());
      with_each_value_changed(whole, other, [&](json& changed, const std::string& place) {
        if (!done.insert(place).second) return;
        const bool no_report =
            place == "/id" || place == "/finished" || place == "/spec" || place == "/spec/name";
        if (place != "/id") changed["id"] = fmt::format("{:032x}", written + 1);
        const auto rows = write_report_rows(database->connection.get(), changed, true);
        EXPECT_TRUE(rows || no_report) << place << " " << other << ": " << rows.error();
        if (rows) ++written;
      });
      ASSERT_TRUE(transaction.commit());
    }
  }
  EXPECT_GT(written, 500);
  auto history = History::open(folder_);
  ASSERT_TRUE(history) << history.error();
  const auto entries = history->latest(100'000);
  ASSERT_TRUE(entries) << entries.error();
  for (const HistoryEntry& entry : *entries) {
    EXPECT_TRUE(history->document(entry.id)) << entry.id;
    const auto report = history->find(entry.id);  // one or the other, and no exception
    EXPECT_TRUE(report || !report.error().empty());
  }
  EXPECT_TRUE(history->jobs());
  EXPECT_TRUE(history->latest_of_each_job(future));
  EXPECT_TRUE(history->answers(past, future));
  EXPECT_TRUE(history->spent(past));
  const auto jobs = history->jobs().value();
  for (const JobKey& job : jobs) {
    EXPECT_TRUE(history->rules(job));
    const FactKey download{"network.download", {}, {}, {}};
    EXPECT_TRUE(read_fact_series(*history, {job.spec, job.role, ""}, {download}, past, future));
  }
  const auto keys = history->keys().value();
  for (const std::string& key : keys) EXPECT_TRUE(history->series(key, past, future));
  EXPECT_TRUE(history->trim(at("2090-01-01T00:00:00Z"), 1));
}

TEST_F(StoredTypes, ADamagedRowCostsItselfOnly) {
  {
    auto history = History::open(folder_);
    Report report = scenes().front().report;
    for (const char* id : {"aa11", "aa22", "aa33"}) {
      report.id = id;
      ASSERT_TRUE(history->save(report));
    }
  }
  run_sql(folder_ / "history.db",
          "UPDATE report SET document = x'00' WHERE id = 'aa11';"
          "UPDATE report SET size = -5, verdict = 7, finished = 'soon' WHERE id = 'aa22'");
  auto history = History::open(folder_);
  ASSERT_TRUE(history) << history.error();
  EXPECT_NE(history->set_aside().find("report aa22"), std::string::npos) << history->set_aside();
  EXPECT_EQ(history->latest(10)->size(), 2u);
  EXPECT_NE(history->find("aa11").error().find("damaged"), std::string::npos);
  EXPECT_FALSE(history->find("aa22"));
  EXPECT_TRUE(history->find("aa33"));
  EXPECT_EQ(history->latest(10)->size(), 1u);
  int read = 0;
  const Report whole = scenes().front().report;
  ASSERT_TRUE(history->each_document(whole.spec_name, whole.role, WallTime{}, at("2100-01-01T00:00:00Z"),
                                     [&](const json&) { ++read; }));
  EXPECT_EQ(read, 1);
  EXPECT_EQ(sql_text(folder_ / "history.db", "SELECT group_concat(place || ' ' || reason) FROM damaged"),
            "aa22 document,aa11 document");
  EXPECT_NE(
      sql_text(folder_ / "history.db", "SELECT content FROM damaged WHERE place = 'aa22'").find("'soon'"),
      std::string::npos);
}

}  // namespace
}  // namespace deskready
