// Databases of earlier versions, made by the SQL of those versions.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>

#include "reports/history/compression.h"
#include "reports/history/history.h"
#include "tests/unit/reports/history/raw_database.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;

/// As deskready made them until its tables were kept by job. Not to be changed.
constexpr const char* tables_of_version_1 =
    "PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL;"
    "CREATE TABLE IF NOT EXISTS report(id TEXT NOT NULL UNIQUE, finished INTEGER NOT NULL, spec TEXT NOT "
    "NULL,"
    " verdict TEXT NOT NULL, unattended INTEGER NOT NULL, bytes INTEGER NOT NULL, size INTEGER NOT NULL,"
    " document BLOB NOT NULL);"
    "CREATE INDEX IF NOT EXISTS report_finished ON report(finished, spec, verdict, id);"
    "CREATE TABLE IF NOT EXISTS used(at INTEGER NOT NULL, bytes INTEGER NOT NULL);"
    "CREATE INDEX IF NOT EXISTS used_at ON used(at, bytes);"
    "CREATE TABLE IF NOT EXISTS name(number INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);"
    "CREATE TABLE IF NOT EXISTS sample(key INTEGER NOT NULL, at INTEGER NOT NULL, value REAL, low REAL, high "
    "REAL,"
    " text INTEGER, PRIMARY KEY(key, at)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS outcome(spec INTEGER NOT NULL, rule INTEGER NOT NULL, at INTEGER NOT NULL,"
    " outcome INTEGER NOT NULL, PRIMARY KEY(spec, rule, at)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS answer(spec INTEGER NOT NULL, question TEXT NOT NULL, at INTEGER NOT NULL,"
    " answer TEXT NOT NULL, PRIMARY KEY(spec, question, at)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS planned(at INTEGER NOT NULL, job TEXT NOT NULL, weight TEXT NOT NULL,"
    " fate TEXT NOT NULL, reason TEXT NOT NULL, settled INTEGER NOT NULL, PRIMARY KEY(at, job, weight)) "
    "WITHOUT ROWID;"
    "PRAGMA user_version=1;";

std::string hex(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) text += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return text;
}

class Migration : public testing::Test {
 protected:
  Migration() {
    std::string name = (fs::temp_directory_path() / "deskready-migration-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    run_sql(file(), tables_of_version_1);
  }
  ~Migration() override { fs::remove_all(folder_); }

  fs::path file() const { return folder_ / "history.db"; }
  void put_report(const std::string& id, int finished, const std::string& document) {
    run_sql(file(), fmt::format("INSERT INTO report VALUES('{}', {}, 'acme', 'ready', 1, 5, {}, x'{}')", id,
                                finished, document.size(), hex(compressed(document))));
  }
  static WallTime time(int seconds) { return WallTime(std::chrono::seconds(seconds)); }

  fs::path folder_;
};

TEST_F(Migration, OfVersionOneKeepsEveryRowAndFindsItsJob) {
  put_report("aa", 100, R"({"id": "aa", "role": "voice", "reference": "A-1"})");
  put_report("bb", 200, R"({"id": "bb", "role": "video"})");
  put_report("cc", 300, R"({"id": "cc", "role": 7, "reference": null})");
  put_report("dd", 400, "no JSON");
  run_sql(file(), "INSERT INTO report VALUES('ee', 500, 'bolt', 'ready', 0, 0, 9, x'0102')");
  run_sql(
      file(),
      "INSERT INTO name VALUES (1, 'acme'), (2, 'rule'), (3, 'met'), (4, 'not_met'), (5, 'gone'), (6, 'k');"
      "INSERT INTO outcome VALUES (1, 2, 100, 3), (1, 2, 200, 4), (1, 2, 50, 3), (5, 2, 60, 4);"
      "INSERT INTO used VALUES (100, 5); INSERT INTO sample VALUES (6, 100, 1.5, NULL, NULL, NULL);"
      "INSERT INTO answer VALUES (1, 'line', 100, 'cable');"
      "INSERT INTO planned VALUES (100, 'acme', 'full', 'done', '', 101);");
  auto history = History::open(folder_);
  ASSERT_TRUE(history) << history.error();
  EXPECT_EQ(history->set_aside(), "");
  const JobKey voice{"acme", "voice", "A-1"}, video{"acme", "video", ""}, plain{"acme", "", ""};
  const std::vector<JobKey> expected{{"bolt", "", ""}, plain, video, voice};
  EXPECT_EQ(*history->jobs(), expected);
  const auto entries = history->latest(10).value();
  ASSERT_EQ(entries.size(), 5u);
  EXPECT_EQ(entries.back().id, "aa");
  EXPECT_EQ(entries.back().finished, time(100));
  EXPECT_EQ(entries.back().verdict, "ready");
  EXPECT_EQ(history->document("aa").value()["reference"], "A-1");
  const auto outcomes = [&](const JobKey& job) {
    return history->outcomes(job, "rule", time(0), time(1000)).value();
  };
  ASSERT_EQ(outcomes(voice).size(), 1u);
  EXPECT_EQ(outcomes(voice)[0].outcome, "met");
  ASSERT_EQ(outcomes(video).size(), 1u);
  EXPECT_EQ(outcomes(video)[0].outcome, "not_met");
  // Of reports that are gone.
  ASSERT_EQ(outcomes(plain).size(), 1u);
  EXPECT_EQ(outcomes(plain)[0].at, time(50));
  EXPECT_EQ(outcomes({"gone", "", ""}).size(), 1u);
  EXPECT_EQ(history->spent(time(0)).value().size(), 1u);
  EXPECT_EQ(history->series("k", time(0), time(1000)).value()[0].value, 1.5);
  EXPECT_EQ(history->answers(time(0), time(1000)).value()[0].answer, "cable");
  EXPECT_EQ(history->fates(time(0), time(1000)).value().size(), 1u);
}

TEST_F(Migration, GivesTheTablesOfAFreshFile) {
  ASSERT_TRUE(History::open(folder_));
  ASSERT_TRUE(History::open(folder_ / "fresh"));
  const std::string tables =
      "SELECT group_concat(name || '=' || sql, ';') FROM (SELECT * FROM sqlite_master ORDER BY name)";
  EXPECT_EQ(sql_text(file(), tables), sql_text(folder_ / "fresh/history.db", tables));
  EXPECT_EQ(sql_text(file(), "PRAGMA user_version"),
            sql_text(folder_ / "fresh/history.db", "PRAGMA user_version"));
  EXPECT_EQ(sql_text(file(), "PRAGMA integrity_check"), "ok");
}

TEST_F(Migration, ThatFailsLeavesTheFileAsItWas) {
  put_report("aa", 100, R"({"id": "aa"})");
  run_sql(file(), "CREATE TABLE old_report(stands INTEGER)");  // in the way of a later step
  const auto history = History::open(folder_);
  ASSERT_FALSE(history);
  EXPECT_NE(history.error().find("old_report"), std::string::npos) << history.error();
  EXPECT_EQ(sql_text(file(), "PRAGMA user_version"), "1");
  EXPECT_EQ(sql_text(file(), "SELECT count(*) FROM report WHERE spec = 'acme'"), "1");
  EXPECT_EQ(sql_text(file(), "SELECT count(*) FROM sqlite_master WHERE name = 'job'"), "0");
}

}  // namespace
}  // namespace deskready
