#include "reports/history/schema.h"

#include <array>

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

/// The first makes version 1 of an empty file, the next makes version 2 of version 1, and so on.
constexpr std::array steps = {first_tables};
static_assert(steps.size() == schema_version);

}  // namespace

tl::expected<void, std::string> migrate(sqlite3* database, std::int64_t version) {
  // Said before the rollback, after which nothing is wrong.
  const auto failure = [&] { return tl::unexpected(std::string(sqlite3_errmsg(database))); };
  Transaction transaction(database, Transaction::Kind::exclusive);
  if (!transaction) return failure();
  for (auto step = static_cast<std::size_t>(version); step < steps.size(); ++step) {
    if (!execute(database, steps[step])) return failure();
  }
  const std::string stamp = "PRAGMA user_version=" + std::to_string(schema_version);
  if (!execute(database, stamp.c_str()) || !transaction.commit()) return failure();
  return {};
}

}  // namespace deskready
