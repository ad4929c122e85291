#include "reports/history/schema.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "config/base/json/bounded_json.h"
#include "reports/history/compression.h"

namespace deskready {
namespace {

/// A name is stored once: `name` holds keys of facts, rules, specs and texts that come again with each
/// report. A fact measured once is one sample, however many reports carry it.
constexpr const char* first_tables =
    "CREATE TABLE report(id TEXT NOT NULL UNIQUE, finished INTEGER NOT NULL, spec TEXT NOT NULL,"
    " verdict TEXT NOT NULL, unattended INTEGER NOT NULL, bytes INTEGER NOT NULL, size INTEGER NOT NULL,"
    " document BLOB NOT NULL);"
    "CREATE INDEX report_finished ON report(finished, spec, verdict, id);"
    "CREATE TABLE used(at INTEGER NOT NULL, bytes INTEGER NOT NULL);"
    "CREATE INDEX used_at ON used(at, bytes);"
    "CREATE TABLE name(number INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);"
    "CREATE TABLE sample(key INTEGER NOT NULL, at INTEGER NOT NULL, value REAL, low REAL, high REAL,"
    " text INTEGER, PRIMARY KEY(key, at)) WITHOUT ROWID;"
    "CREATE TABLE outcome(spec INTEGER NOT NULL, rule INTEGER NOT NULL, at INTEGER NOT NULL,"
    " outcome INTEGER NOT NULL, PRIMARY KEY(spec, rule, at)) WITHOUT ROWID;"
    "CREATE TABLE answer(spec INTEGER NOT NULL, question TEXT NOT NULL, at INTEGER NOT NULL,"
    " answer TEXT NOT NULL, PRIMARY KEY(spec, question, at)) WITHOUT ROWID;"
    "CREATE TABLE planned(at INTEGER NOT NULL, job TEXT NOT NULL, weight TEXT NOT NULL,"
    " fate TEXT NOT NULL, reason TEXT NOT NULL, settled INTEGER NOT NULL, PRIMARY KEY(at, job, weight)) "
    "WITHOUT ROWID;";

/// Rows by job: what one employer asks for one kind of work is another matter than what it asks for another.
/// Which job a report was for stands in its document; an outcome is of the report of its moment.
constexpr const char* rows_by_job =
    "CREATE TABLE job(number INTEGER PRIMARY KEY, spec TEXT NOT NULL, role TEXT NOT NULL,"
    " reference TEXT NOT NULL, UNIQUE(spec, role, reference));"

    "CREATE TABLE keyed(row INTEGER PRIMARY KEY, spec TEXT, finished INTEGER, role TEXT, reference TEXT);"
    "WITH told AS MATERIALIZED (SELECT rowid AS row, spec, finished, stored_text(document, size) AS text"
    " FROM report) "
    "INSERT INTO keyed SELECT row, spec, finished,"
    " CASE WHEN json_type(text, '$.role') = 'text' THEN json_extract(text, '$.role') ELSE '' END,"
    " CASE WHEN json_type(text, '$.reference') = 'text' THEN json_extract(text, '$.reference') ELSE '' END"
    " FROM told;"
    "CREATE INDEX keyed_by_time ON keyed(spec, finished);"
    "INSERT INTO job(spec, role, reference) SELECT DISTINCT spec, role, reference FROM keyed ORDER BY row;"

    "ALTER TABLE report RENAME TO old_report;"
    "CREATE TABLE report(id TEXT NOT NULL UNIQUE, finished INTEGER NOT NULL, job INTEGER NOT NULL,"
    " verdict TEXT NOT NULL, unattended INTEGER NOT NULL, bytes INTEGER NOT NULL, size INTEGER NOT NULL,"
    " document BLOB NOT NULL);"
    "INSERT INTO report SELECT id, old_report.finished, job.number, verdict, unattended, bytes, size, "
    "document"
    " FROM old_report JOIN keyed ON keyed.row = old_report.rowid JOIN job ON job.spec = keyed.spec"
    " AND job.role = keyed.role AND job.reference = keyed.reference ORDER BY keyed.row;"
    "DROP TABLE old_report;"
    "CREATE INDEX report_finished ON report(finished, job, verdict, id);"

    "ALTER TABLE outcome RENAME TO old_outcome;"
    "CREATE TABLE outcome(job INTEGER NOT NULL, rule INTEGER NOT NULL, at INTEGER NOT NULL,"
    " outcome INTEGER NOT NULL, PRIMARY KEY(job, rule, at)) WITHOUT ROWID;"
    "CREATE TABLE placed(spec INTEGER, at INTEGER, job INTEGER, PRIMARY KEY(spec, at)) WITHOUT ROWID;"
    "INSERT OR IGNORE INTO placed SELECT name.number, keyed.finished, job.number FROM keyed"
    " JOIN name ON name.text = keyed.spec JOIN job ON job.spec = keyed.spec AND job.role = keyed.role"
    " AND job.reference = keyed.reference ORDER BY keyed.row;"
    // Of reports that are gone: by the spec alone.
    "INSERT OR IGNORE INTO job(spec, role, reference) SELECT DISTINCT name.text, '', '' FROM old_outcome"
    " JOIN name ON name.number = old_outcome.spec LEFT JOIN placed USING(spec, at) WHERE placed.job IS NULL;"
    "INSERT INTO outcome SELECT coalesce(placed.job, job.number), rule, at, outcome FROM old_outcome"
    " JOIN name ON name.number = old_outcome.spec LEFT JOIN placed USING(spec, at)"
    " LEFT JOIN job ON job.spec = name.text AND job.role = '' AND job.reference = '';"
    "DROP TABLE old_outcome; DROP TABLE placed; DROP TABLE keyed;";

/// Rows that do not read, with their values as SQL writes them.
constexpr const char* damaged_rows =
    "CREATE TABLE damaged(number INTEGER PRIMARY KEY, source TEXT NOT NULL, place TEXT NOT NULL,"
    " content TEXT NOT NULL, reason TEXT NOT NULL, noticed INTEGER NOT NULL, told INTEGER NOT NULL);";

/// Programs that the person had started although the computer was not ready for a job, a row for each job.
/// The columns of the key come first: SQLite 3.40's own check takes a sound table of another order for a
/// broken one.
constexpr const char* started_anyway =
    "CREATE TABLE started_anyway(at INTEGER NOT NULL, job TEXT NOT NULL, program TEXT NOT NULL,"
    " verdict TEXT NOT NULL, PRIMARY KEY(at, job, program)) WITHOUT ROWID;";

/// stored_text(document, size): a report's JSON; '{}' for one that is damaged.
void stored_text(sqlite3_context* context, int, sqlite3_value** values) {
  const auto* bytes = static_cast<const char*>(sqlite3_value_blob(values[0]));
  const auto length = static_cast<std::size_t>(sqlite3_value_bytes(values[0]));
  const std::int64_t size = sqlite3_value_int64(values[1]);
  std::string text;
  if (bytes != nullptr) text = uncompressed({bytes, length}, size);
  if (!read_json(text)) text = "{}";
  sqlite3_result_text64(context, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

/// The first makes version 1 of an empty file, the next makes version 2 of version 1, and so on.
constexpr std::array steps = {first_tables, rows_by_job, damaged_rows, started_anyway};
static_assert(steps.size() == schema_version);

bool take_steps(sqlite3* database, std::int64_t version) {
  sqlite3_create_function_v2(database, "stored_text", 2, SQLITE_UTF8, nullptr, stored_text, nullptr, nullptr,
                             nullptr);
  for (auto step = static_cast<std::size_t>(version); step < steps.size(); ++step) {
    if (!execute(database, steps[step])) return false;
  }
  return true;
}

std::set<std::string> tables_of(sqlite3* database) {
  std::set<std::string> tables;
  Query query(database,
              "SELECT type || ' ' || name || ' ' || tbl_name || ' ' || ifnull(sql, '') FROM sqlite_master");
  while (query.next()) tables.insert(query.text(0));
  return tables;
}

}  // namespace

bool has_own_tables(sqlite3* database) {
  static const std::set<std::string> own = [] {
    sqlite3* raw = nullptr;
    const bool opened = sqlite3_open(":memory:", &raw) == SQLITE_OK;
    const Database fresh(raw);
    return opened && take_steps(raw, 0) ? tables_of(raw) : std::set<std::string>();
  }();
  const std::set<std::string> found = tables_of(database);
  // Nobody here makes one, and it would act in this program's name.
  const bool acts = std::any_of(found.begin(), found.end(), [](const std::string& one) {
    return one.starts_with("trigger ") || one.starts_with("view ");
  });
  return !acts && std::includes(found.begin(), found.end(), own.begin(), own.end());
}

tl::expected<void, std::string> migrate(sqlite3* database, std::int64_t version) {
  // Said before the rollback, after which nothing is wrong.
  const auto failure = [&] { return tl::unexpected(std::string(sqlite3_errmsg(database))); };
  Transaction transaction(database, Transaction::Kind::exclusive);
  if (!transaction) return failure();
  if (!has_own_tables(database) && !take_steps(database, version)) return failure();
  const std::string stamp = "PRAGMA user_version=" + std::to_string(schema_version);
  if (!execute(database, stamp.c_str()) || !transaction.commit()) return failure();
  return {};
}

}  // namespace deskready
