// One value or one byte of a database is changed: nothing else gets lost, and what does is said. What the
// bytes are worth is SQLite's own word, asked without the code under test.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>

#include "reports/history/history.h"
#include "tests/unit/reports/history/raw_database.h"
#include "tests/unit/reports/scenes.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// All rows, values as SQL writes them.
std::vector<std::vector<std::string>> rows_of(const fs::path& file, const std::string& sql) {
  std::vector<std::vector<std::string>> rows;
  sqlite3* database = nullptr;
  sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READONLY, nullptr);
  const auto take = [](void* to, int count, char** values, char**) {
    auto& row = static_cast<std::vector<std::vector<std::string>>*>(to)->emplace_back();
    for (int i = 0; i < count; ++i) row.emplace_back(values[i] == nullptr ? "NULL" : values[i]);
    return 0;
  };
  if (sqlite3_exec(database, sql.c_str(), take, &rows, nullptr) != SQLITE_OK)
    rows.push_back({"error", sqlite3_errmsg(database)});
  sqlite3_close(database);
  return rows;
}

bool tries_sql(const fs::path& file, const std::string& sql) {
  sqlite3* database = nullptr;
  sqlite3_open(file.c_str(), &database);
  const bool done = sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK;
  sqlite3_close(database);
  return done;
}

class HistoryDamage : public testing::Test {
 protected:
  HistoryDamage() {
    // In memory where that can be: thousands of databases are written whole.
    const fs::path memory = "/dev/shm", disk = fs::temp_directory_path();
    std::string name = ((fs::exists(memory) ? memory : disk) / "deskready-damage-XXXXXX").string();
    root_ = mkdtemp(name.data());
    fill();
    whole_ = bytes_of(root_ / "whole/history.db");
  }
  ~HistoryDamage() override { fs::remove_all(root_); }

  static std::string bytes_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    const std::istreambuf_iterator<char> begin(in), end;
    return std::string(begin, end);
  }

  /// Three reports of two jobs, in small pages.
  void fill() {
    auto history = History::open(root_ / "whole");
    ASSERT_TRUE(history) << history.error();
    json document = json(to_json(scenes().front().report));
    document["findings"].get_ref<json::array_t&>().resize(2);
    while (document["facts"].size() > 2) document["facts"].erase(document["facts"].begin());
    document["answers"] = {{"line", {{"answer", "cable"}, {"at", "2026-11-24T08:00:00Z"}}}};
    document["conditions"] = json::object();
    document["attempts"] = json::object();
    for (const char* id : {"aa11", "bb22", "cc33"}) {
      document["id"] = id;
      document["finished"] = fmt::format("2026-11-2{}T09:00:00Z", documents_.size() + 1);
      document["role"] = documents_.size() == 2 ? "second" : "first";
      for (auto& [key, fact] : document["facts"].items()) fact["at"] = document["finished"];
      ASSERT_TRUE(history->save_document(document, true));
      documents_[id] = document;
    }
    ASSERT_TRUE(history->save_fates(
        {{"acme", "full", "done", "", at("2026-11-21T09:00:00Z"), at("2026-11-21T09:01:00Z")}}));
    ASSERT_TRUE(history->save_started({{at("2026-11-21T09:02:00Z"), "acme", "not_ready", "softphone"}}));
    for (const HistoryEntry& entry : history->latest(9).value_or(std::vector<HistoryEntry>()))
      entries_.emplace(entry.id, entry);
    figures_ = figures_of(*history);
    history = tl::unexpected(std::string());
    run_sql(root_ / "whole/history.db",
            "PRAGMA journal_mode=DELETE; PRAGMA page_size=512; VACUUM; PRAGMA journal_mode=WAL");
  }

  /// A folder with this database and nothing else.
  fs::path folder_with(const std::string& bytes) const {
    const fs::path folder = root_ / "changed";
    fs::remove_all(folder);
    fs::create_directories(folder);
    std::ofstream(folder / "history.db", std::ios::binary) << bytes;
    return folder;
  }

  static std::set<std::string> figures_of(const History& history) {
    std::set<std::string> figures;
    for (const std::string& key : history.keys().value_or(std::vector<std::string>())) {
      const auto series = history.series(key, WallTime{}, at("2100-01-01T00:00:00Z"));
      for (const Sample& one : series.value_or(std::vector<Sample>()))
        figures.insert(
            fmt::format("{} {} {} {}", key, format_time(one.at), one.value.value_or(-1), one.text));
    }
    return figures;
  }

  struct Seen {
    std::string said;             ///< by anything
    std::set<std::string> found;  ///< ids of reports that are as they were
    std::set<std::string> figures;
    bool opened = false;
  };

  Seen look_at(const fs::path& folder) const {
    Seen seen;
    auto history = History::open(folder);
    if (!history) return {.said = history.error(), .found = {}, .figures = {}};
    seen.opened = true;
    seen.said = history->set_aside();
    const auto inspected = history->inspect();
    seen.said += inspected ? *inspected : inspected.error();
    const WallTime past = at("1900-01-01T00:00:00Z"), future = at("2100-01-01T00:00:00Z");
    const auto listed = history->latest(9);
    if (!listed) seen.said += listed.error();
    // Whoever reads a report finds out whether its row is right.
    for (const HistoryEntry& entry : listed.value_or(std::vector<HistoryEntry>())) {
      const auto document = history->document(entry.id);
      if (!document) seen.said += document.error();
    }
    const auto jobs = history->jobs().value_or(std::vector<JobKey>());
    for (const JobKey& job : jobs) {
      (void)history->rules(job);
      (void)history->each_document(job.spec, job.role, past, future, [](const json&) {});
    }
    (void)history->latest_of_each_job(future);
    (void)history->answers(past, future);
    (void)history->spent(past);
    (void)history->fates(past, future);
    (void)history->started_anyway(past, future);
    for (const HistoryEntry& entry : history->latest(9).value_or(std::vector<HistoryEntry>())) {
      const auto document = history->document(entry.id);
      const auto own = documents_.find(entry.id);
      if (document && own != documents_.end() && *document == own->second &&
          entry.finished == entries_.at(entry.id).finished && entry.job == entries_.at(entry.id).job &&
          entry.verdict == entries_.at(entry.id).verdict)
        seen.found.insert(entry.id);
    }
    seen.figures = figures_of(*history);
    return seen;
  }

  fs::path root_;
  std::string whole_;
  std::map<std::string, json> documents_;
  std::map<std::string, HistoryEntry> entries_;
  std::set<std::string> figures_;
};

TEST_F(HistoryDamage, OfNothingNothingIsSaid) {
  const Seen seen = look_at(folder_with(whole_));
  EXPECT_EQ(seen.said, "");
  EXPECT_EQ(seen.found.size(), 3u);
  EXPECT_EQ(seen.figures, figures_);
  EXPECT_GT(figures_.size(), 3u);
}

TEST_F(HistoryDamage, AChangedNumberOfAJobHidesNoReport) {
  const fs::path folder = folder_with(whole_);
  run_sql(folder / "history.db", "UPDATE job SET number = 77 WHERE role = 'first'");
  auto history = History::open(folder);
  ASSERT_TRUE(history) << history.error();
  EXPECT_NE(history->set_aside().find("report aa11 (restored"), std::string::npos) << history->set_aside();
  EXPECT_EQ(history->latest(9)->size(), 3u);
  EXPECT_EQ(history->jobs()->size(), 2u);
  const auto rules = history->rules(entries_.at("aa11").job);
  EXPECT_EQ(rules->size(), 2u);
  // Said once.
  history = History::open(folder);
  EXPECT_EQ(history->set_aside(), "");
}

TEST_F(HistoryDamage, AChangedTextOfAJobIsTakenFromItsReports) {
  const fs::path folder = folder_with(whole_);
  run_sql(folder / "history.db", "UPDATE job SET spec = 'other' WHERE role = 'first'");
  auto history = History::open(folder);
  const auto said = history->inspect();
  ASSERT_TRUE(said) << said.error();
  EXPECT_NE(said->find("restored"), std::string::npos) << *said;
  for (const HistoryEntry& entry : history->latest(9).value_or(std::vector<HistoryEntry>()))
    EXPECT_EQ(entry.job, entries_.at(entry.id).job);
  EXPECT_EQ(history->rules(entries_.at("aa11").job)->size(), 2u);
}

TEST_F(HistoryDamage, AReportUnderAnotherJobOrTimeIsFoundByItsOutcomes) {
  for (const char* change :
       {"UPDATE report SET job = (SELECT job FROM report WHERE id = 'cc33') WHERE id = 'aa11'",
        "UPDATE report SET finished = finished + 1000000 WHERE id = 'aa11'"}) {
    const fs::path folder = folder_with(whole_);
    run_sql(folder / "history.db", change);
    auto history = History::open(folder);
    const auto said = history->inspect();
    EXPECT_NE(said.value_or("").find("report aa11 (restored"), std::string::npos) << change;
    for (const HistoryEntry& entry : history->latest(9).value_or(std::vector<HistoryEntry>())) {
      EXPECT_EQ(entry.job, entries_.at(entry.id).job) << change;
      EXPECT_EQ(entry.finished, entries_.at(entry.id).finished) << change;
    }
  }
}

TEST_F(HistoryDamage, ADatabaseThatActsByItselfIsPutAside) {
  const fs::path folder = folder_with(whole_);
  run_sql(folder / "history.db", "CREATE TRIGGER t AFTER INSERT ON used BEGIN DELETE FROM report; END");
  auto history = History::open(folder);
  ASSERT_TRUE(history) << history.error();
  EXPECT_NE(history->set_aside().find("begins anew"), std::string::npos) << history->set_aside();
  EXPECT_EQ(sql_text(folder / "history.broken-1.db", "SELECT count(*) FROM report"), "3");
}

TEST_F(HistoryDamage, AWrongVersionOfRightTablesIsMended) {
  for (const char* version : {"0", "1", "2"}) {
    const fs::path folder = folder_with(whole_);
    run_sql(folder / "history.db", std::string("PRAGMA user_version=") + version);
    auto history = History::open(folder);
    ASSERT_TRUE(history) << history.error();
    EXPECT_EQ(history->set_aside(), "");
    EXPECT_EQ(history->latest(9)->size(), 3u);
  }
}

/// The columns of a table, and those that name a row of it.
struct Shape {
  std::vector<std::string> columns;
  std::string row = "rowid";
};

Shape shape_of(const fs::path& file, const std::string& table) {
  Shape shape;
  std::string own;
  for (const auto& column : rows_of(file, fmt::format("PRAGMA table_info({})", table))) {
    shape.columns.push_back(column[1]);
    if (column[5] != "0") own += (own.empty() ? "" : ", ") + column[1];
  }
  if (!own.empty()) shape.row = "(" + own + ")";
  return shape;
}

TEST_F(HistoryDamage, AnyValueOfAnyTypeCostsNoNeighbour) {
  const fs::path original = root_ / "whole/history.db";
  const char* values[] = {"-1", "9223372036854775807", "1e300", "9e999", "'text'", "x'00ff'", "''", "NULL"};
  int tried = 0;
  for (const auto& table : rows_of(original, "SELECT name FROM sqlite_master WHERE type = 'table'")) {
    const Shape shape = shape_of(original, table[0]);
    const int rows = std::stoi(rows_of(original, "SELECT count(*) FROM " + table[0])[0][0]);
    for (int row = 0; row < rows; ++row) {
      for (const std::string& column : shape.columns) {
        for (const char* value : values) {
          const std::string change =
              fmt::format("UPDATE {0} SET {1} = {2} WHERE {3} = (SELECT {4} FROM {0} LIMIT 1 OFFSET {5})",
                          table[0], column, value, shape.row,
                          shape.row == "rowid" ? shape.row : shape.row.substr(1, shape.row.size() - 2), row);
          const fs::path folder = folder_with(whole_);
          if (!tries_sql(folder / "history.db", change)) continue;  // a constraint forbids it
          ++tried;
          const Seen seen = look_at(folder);
          const bool own_document = table[0] == "report" && (column == "size" || column == "document");
          EXPECT_TRUE(seen.opened) << change << ": " << seen.said;
          EXPECT_GE(seen.found.size(), own_document ? 2u : 3u) << change << ": " << seen.said;
          EXPECT_TRUE(seen.found.size() == 3 || !seen.said.empty()) << change;
          // A name that became another valid name is beyond anybody's knowledge.
          const bool renamed = table[0] == "name" && column == "text";
          std::size_t lost = 0;
          for (const std::string& figure : figures_) lost += seen.figures.contains(figure) ? 0 : 1;
          if (renamed) continue;
          EXPECT_LE(lost, table[0] == "sample" ? 1u : 0u) << change << ": " << seen.said;
        }
      }
    }
  }
  EXPECT_GT(tried, 500);
}

TEST_F(HistoryDamage, AnyByteCostsNoNeighbour) {
  const fs::path original = root_ / "whole/history.db";
  const char* reports = "SELECT id, hex(document), size FROM report NOT INDEXED ORDER BY 1";
  const char* tables = "SELECT group_concat(type || name || tbl_name || ifnull(sql, '')) FROM sqlite_master";
  const auto whole_reports = rows_of(original, reports);
  const auto whole_tables = rows_of(original, tables);
  // Each byte takes minutes.
  const std::size_t step = std::getenv("DESKREADY_EACH_BYTE") != nullptr ? 1 : 29;
  for (std::size_t at = 0; at < whole_.size(); at += step) {
    std::string changed = whole_;
    changed[at] = static_cast<char>(changed[at] ^ static_cast<char>(at * 37 % 255 + 1));
    const fs::path folder = folder_with(changed);
    const auto sound = rows_of(folder / "history.db", "PRAGMA integrity_check(1)");
    const auto there = rows_of(folder / "history.db", reports);
    const bool same_tables = rows_of(folder / "history.db", tables) == whole_tables;
    for (const char* ending : {"history.db-wal", "history.db-shm"}) fs::remove(folder / ending);
    const Seen seen = look_at(folder);
    SCOPED_TRACE(
        fmt::format("byte {} of {}; SQLite: {}; said: {}", at, whole_.size(), sound[0][0], seen.said));
    EXPECT_TRUE(seen.opened || (at >= 60 && at < 64)) << "only the version may be said to be newer";
    EXPECT_TRUE(seen.found.size() == 3 || !seen.said.empty());
    if (sound[0][0] != "ok" || !same_tables || !seen.opened) continue;
    for (const auto& row : there) {
      const bool untouched =
          std::find(whole_reports.begin(), whole_reports.end(), row) != whole_reports.end();
      EXPECT_TRUE(!untouched || seen.found.contains(row[0])) << row[0];
    }
  }
}

}  // namespace
}  // namespace deskready
