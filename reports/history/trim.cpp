// What leaves the history: with time, for want of room, or at its owner's word.
#include <fmt/format.h>

#include "config/base/folders.h"
#include "reports/history/history_store.h"
#include "reports/history/recovery.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;
using Failure = tl::unexpected<std::string>;

/// An allowance counts a month.
constexpr std::int64_t longest_allowance_seconds = 32 * 86400;

/// Names and jobs that nothing has any more: each headset that was ever plugged in is a name.
bool drop_unused_names(sqlite3* database) {
  return Query(database,
               "DELETE FROM name WHERE number NOT IN (SELECT key FROM sample UNION SELECT text FROM sample"
               " WHERE text IS NOT NULL UNION SELECT rule FROM outcome UNION SELECT spec FROM answer)")
             .run() &&
         Query(database,
               "DELETE FROM job WHERE number NOT IN (SELECT job FROM report UNION SELECT job FROM outcome)")
             .run();
}

bool drop_older(sqlite3* database, std::int64_t oldest) {
  Transaction transaction(database);
  bool done = static_cast<bool>(transaction);
  for (const char* sql : {"DELETE FROM report WHERE finished < ?", "DELETE FROM sample WHERE at < ?",
                          "DELETE FROM outcome WHERE at < ?", "DELETE FROM planned WHERE at < ?",
                          "DELETE FROM answer WHERE at < ?", "DELETE FROM started_anyway WHERE at < ?",
                          "DELETE FROM damaged WHERE noticed < ?"}) {
    done = done && Query(database, sql).add(oldest).run();
  }
  done =
      done && Query(database, "DELETE FROM used WHERE at < ?").add(oldest - longest_allowance_seconds).run();
  return done && drop_unused_names(database) && transaction.commit();
}

/// The oldest tenth of the reports, at least one, and what is older than the oldest of the rest: a tenth, so
/// that a database at its bound is not trimmed after every check; counted by rows, since many may have ended
/// in the same second. 1 when something went, 0 when there is no report, -1 on an error.
int drop_oldest_reports(sqlite3* database) {
  Transaction transaction(database);
  Query drop(database,
             "DELETE FROM report WHERE rowid IN (SELECT rowid FROM report ORDER BY finished, rowid"
             " LIMIT max(1, (SELECT count(*) / 10 FROM report)))");
  if (!transaction || !drop.run()) return -1;
  if (sqlite3_changes(database) == 0) return 0;
  for (const char* sql : {"DELETE FROM sample WHERE at < (SELECT min(finished) FROM report)",
                          "DELETE FROM outcome WHERE at < (SELECT min(finished) FROM report)",
                          "DELETE FROM planned WHERE at < (SELECT min(finished) FROM report)",
                          "DELETE FROM answer WHERE at < (SELECT min(finished) FROM report)",
                          "DELETE FROM started_anyway WHERE at < (SELECT min(finished) FROM report)"}) {
    if (!Query(database, sql).run()) return -1;
  }
  return drop_unused_names(database) && transaction.commit() ? 1 : -1;
}

/// Where no report is left. As drop_oldest_reports().
int drop_oldest_figures(sqlite3* database) {
  Transaction transaction(database);
  if (!transaction) return -1;
  int dropped = 0;
  for (const char* sql :
       {"DELETE FROM damaged",
        "DELETE FROM sample WHERE (key, at) IN (SELECT key, at FROM sample ORDER BY at"
        " LIMIT max(1, (SELECT count(*) / 10 FROM sample)))",
        "DELETE FROM outcome WHERE (job, rule, at) IN (SELECT job, rule, at FROM outcome ORDER BY at"
        " LIMIT max(1, (SELECT count(*) / 10 FROM outcome)))",
        "DELETE FROM planned WHERE (at, job, weight) IN (SELECT at, job, weight FROM planned ORDER BY at"
        " LIMIT max(1, (SELECT count(*) / 10 FROM planned)))",
        "DELETE FROM started_anyway WHERE (at, job, program) IN (SELECT at, job, program FROM started_anyway"
        " ORDER BY at LIMIT max(1, (SELECT count(*) / 10 FROM started_anyway)))"}) {
    if (!Query(database, sql).run()) return -1;
    dropped += sqlite3_changes(database);
  }
  if (!drop_unused_names(database) || !transaction.commit()) return -1;
  return dropped > 0 ? 1 : 0;
}

}  // namespace

tl::expected<void, std::string> History::trim(WallTime oldest, std::uint64_t bytes) {
  sqlite3* database = impl_->connection();
  const auto number = [&](const char* sql) {
    Query query = impl_->query(sql);
    return query.next() ? static_cast<std::uint64_t>(query.integer(0)) : 0;
  };
  const auto too_large = [&] { return number("PRAGMA page_count") * number("PRAGMA page_size") > bytes; };
  const auto give_back = [&] { return execute(database, "PRAGMA incremental_vacuum"); };
  const std::int64_t limit = to_seconds(oldest);
  Query old = impl_->query(
      "SELECT 1 WHERE EXISTS (SELECT 1 FROM report WHERE finished < ?)"
      " OR EXISTS (SELECT 1 FROM planned WHERE at < ?)"
      " OR EXISTS (SELECT 1 FROM started_anyway WHERE at < ?) OR EXISTS (SELECT 1 FROM damaged WHERE noticed "
      "< ?)");
  const bool any_old = old.add(limit).add(limit).add(limit).add(limit).next();
  old.run();
  if (old.failed() || (any_old && !(drop_older(database, limit) && give_back())))
    return Failure(impl_->error("trimmed"));
  while (too_large()) {
    int dropped = drop_oldest_reports(database);
    if (dropped == 0) dropped = drop_oldest_figures(database);
    if (dropped < 0 || !give_back()) return Failure(impl_->error("trimmed"));
    if (dropped == 0) break;
  }
  return {};
}

tl::expected<void, std::string> History::forget() {
  // The write-ahead log still holds what was written; only a truncating checkpoint empties it.
  constexpr const char* erase =
      "DELETE FROM report; DELETE FROM sample; DELETE FROM outcome; DELETE FROM answer; DELETE FROM used;"
      "DELETE FROM planned; DELETE FROM started_anyway; DELETE FROM damaged; DELETE FROM name; DELETE FROM "
      "job; VACUUM; PRAGMA "
      "wal_checkpoint(TRUNCATE);";
  std::error_code error;
  if (!execute(impl_->connection(), erase)) {
    // A page that cannot be read cannot be emptied, but its file can go.
    if (!tells_damage(sqlite3_errcode(impl_->connection()))) return Failure(impl_->error("erased"));
    auto anew = begin_anew(std::move(impl_->database), impl_->folder);
    if (!anew) return Failure(anew.error());
    impl_->database = std::move(*anew);
  }
  for (const std::string_view begin : {broken_begin, unsaved_begin}) {
    for (const fs::path& file : files_beginning(impl_->folder, begin)) {
      if (!fs::remove(file, error))
        return Failure(fmt::format("{} could not be erased: {}", file.string(), error.message()));
    }
  }
  return {};
}

}  // namespace deskready
