#include "reports/history/inspection.h"

#include <fmt/format.h>

#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>

#include "config/base/json/bounded_json.h"
#include "reports/history/compression.h"
#include "reports/history/damaged_rows.h"
#include "reports/history/report_rows.h"

namespace deskready {
namespace {

using nlohmann::json;

// Years 0 to 9999, as times are written. An infinite figure is none.
#define IS_NO_TIME(column) \
  "(typeof(" column ") <> 'integer' OR " column " < -62167219200 OR " column " > 253402300799)"
#define IS_NO_FIGURE(column) \
  "(typeof(" column ") NOT IN ('real', 'integer', 'null') OR abs(" column ") > 1.7976931348623157e308)"
#define IS_NO_TEXT(column) "typeof(" column ") <> 'text'"
#define NAMES_NOTHING(column) column " NOT IN (SELECT number FROM name)"

constexpr WatchedTable names = {"name", {"number", "text"}, IS_NO_TEXT("text"), DamageReason::value};
constexpr WatchedTable jobs = {"job",
                               {"number", "spec", "role", "reference"},
                               IS_NO_TEXT("spec") " OR " IS_NO_TEXT("role") " OR " IS_NO_TEXT("reference"),
                               DamageReason::value};
constexpr std::array<const char*, 6> sample = {"key", "at", "value", "low", "high", "text"};
constexpr std::array<const char*, 6> outcome = {"job", "at", "rule", "outcome"};
constexpr std::array<const char*, 6> answer = {"question", "at", "spec", "answer"};
constexpr std::array<const char*, 6> used = {"at", "bytes"};
constexpr std::array<const char*, 6> started = {"job", "at", "program", "verdict"};
constexpr std::array<const char*, 6> planned = {"job", "at", "weight", "fate", "reason", "settled"};

/// What came from reports, or from the schedule, by itself.
constexpr std::array others = {
    WatchedTable{"sample", sample,
                 IS_NO_TIME("at") " OR " IS_NO_FIGURE("value") " OR " IS_NO_FIGURE("low") " OR " IS_NO_FIGURE(
                     "high") " OR coalesce(value, text) IS NULL",
                 DamageReason::value},
    WatchedTable{"sample", sample, NAMES_NOTHING("key") " OR " NAMES_NOTHING("ifnull(text, key)"),
                 DamageReason::reference},
    WatchedTable{"outcome", outcome, IS_NO_TIME("at"), DamageReason::value},
    WatchedTable{
        "outcome", outcome,
        NAMES_NOTHING("rule") " OR " NAMES_NOTHING("outcome") " OR job NOT IN (SELECT number FROM job)",
        DamageReason::reference},
    WatchedTable{"answer", answer, IS_NO_TIME("at") " OR " IS_NO_TEXT("question") " OR " IS_NO_TEXT("answer"),
                 DamageReason::value},
    WatchedTable{"answer", answer, NAMES_NOTHING("spec"), DamageReason::reference},
    // No check costs more than the largest number that a double tells exactly.
    WatchedTable{"used", used,
                 IS_NO_TIME("at") " OR typeof(bytes) <> 'integer' OR bytes < 0 OR bytes > 9007199254740992",
                 DamageReason::value},
    WatchedTable{"planned", planned,
                 IS_NO_TIME("at") " OR " IS_NO_TIME("settled") " OR " IS_NO_TEXT("job") " OR " IS_NO_TEXT(
                     "weight") " OR " IS_NO_TEXT("fate") " OR " IS_NO_TEXT("reason"),
                 DamageReason::value},
    WatchedTable{
        "started_anyway", started,
        IS_NO_TIME("at") " OR " IS_NO_TEXT("job") " OR " IS_NO_TEXT("verdict") " OR " IS_NO_TEXT("program"),
        DamageReason::value},
};

/// A report's columns that a list of reports shows.
#define IS_NO_REPORT \
  IS_NO_TEXT("id") " OR id = '' OR instr(id, char(0)) > 0 OR " IS_NO_TIME("finished") " OR " IS_NO_TEXT("verdict") " OR job.number IS" \
                                                                                          " NULL"

std::vector<std::int64_t> rows_of(sqlite3* database, const char* sql) {
  std::vector<std::int64_t> rows;
  for (Query query(database, sql); query.next();) rows.push_back(query.integer(0));
  return rows;
}

struct StoredReport {
  ReportColumns columns;
  std::optional<std::int64_t> job;  ///< the number in the row
  bool sound = false;               ///< each value is of its kind, and the job is there
  std::string text;                 ///< the document, as far as it can be read
};

std::optional<StoredReport> stored_report(sqlite3* database, std::int64_t row) {
  Query query(database,
              "SELECT id, finished, spec, role, reference, verdict, size, document, job, "
              "NOT (" IS_NO_REPORT
              " OR typeof(size) <> 'integer' OR typeof(document) <> 'blob'"
              " OR typeof(unattended) <> 'integer' OR typeof(bytes) <> 'integer')"
              " FROM report LEFT JOIN job ON job.number = report.job WHERE report.rowid = ?");
  if (!query.add(row).next()) return std::nullopt;
  StoredReport stored;
  stored.columns = {query.text(0), query.integer(1), query.text(2),
                    query.text(3), query.text(4),    query.text(5)};
  stored.text = uncompressed(query.blob(7), query.integer(6));
  stored.job = query.integer(8);
  stored.sound = query.integer(9) != 0;
  return stored;
}

/// What the document says that the row should be; nothing where it does not read.
std::optional<ReportColumns> told_by_document(const std::string& text) {
  const auto document = read_json(text);
  if (!document) return std::nullopt;
  auto columns = report_columns(*document);
  return columns ? std::optional(std::move(*columns)) : std::nullopt;
}

/// `moved`: which job's number became which.
bool mend_report(sqlite3* database, std::int64_t row, std::map<std::int64_t, std::int64_t>& moved) {
  const auto stored = stored_report(database, row);
  if (!stored) return sqlite3_errcode(database) == SQLITE_OK;  // gone meanwhile
  const auto told = told_by_document(stored->text);
  if (!told) return set_report_aside(database, row, DamageReason::document);
  if (stored->sound && stored->columns == *told) return true;
  const std::int64_t job = job_number(database, *told);
  if (job == 0 || !set_report_aside(database, row, DamageReason::restored)) return false;
  Query restore(database,
                "UPDATE OR IGNORE report SET id = ?, finished = ?, job = ?, verdict = ?,"
                " unattended = iif(typeof(unattended) = 'integer', unattended, 0),"
                " bytes = iif(typeof(bytes) = 'integer', bytes, 0) WHERE rowid = ?");
  restore.add(told->id).add(told->finished).add(job).add(told->verdict).add(row);
  if (!restore.run()) return false;
  // Its id is another report's.
  if (sqlite3_changes(database) == 0) return set_report_aside(database, row, DamageReason::value);
  if (stored->job && *stored->job != job) moved.emplace(*stored->job, job);
  return true;
}

bool mend_each(sqlite3* database, const std::vector<std::int64_t>& rows) {
  std::map<std::int64_t, std::int64_t> moved;
  for (const std::int64_t row : rows) {
    if (!mend_report(database, row, moved)) return false;
  }
  for (const auto& [from, to] : moved) {
    // Where no report is left, the number itself was changed: the outcomes go with their reports.
    Query follow(database,
                 "UPDATE OR IGNORE outcome SET job = ?1 WHERE job = ?2"
                 " AND NOT EXISTS (SELECT 1 FROM report WHERE job = ?2)");
    if (!follow.add(to).add(from).run()) return false;
  }
  return true;
}

/// What reports brought into the other tables, once more; what is there stays.
bool take_from_documents(sqlite3* database) {
  for (const std::int64_t row : rows_of(database, "SELECT rowid FROM report")) {
    const auto stored = stored_report(database, row);
    const auto document = stored ? read_json(stored->text) : read_json("");
    if (document && !write_derived_rows(database, *document)) return false;
  }
  return execute(database,
                 "INSERT INTO used SELECT finished, bytes FROM report WHERE unattended = 1 AND"
                 " typeof(bytes) = 'integer' AND bytes BETWEEN 0 AND 9007199254740992"
                 " AND finished NOT IN (SELECT at FROM used)");
}

}  // namespace

std::vector<std::int64_t> reports_in_doubt(sqlite3* database) {
  return rows_of(database,
                 "SELECT report.rowid FROM report INDEXED BY report_finished"
                 " LEFT JOIN job ON job.number = report.job WHERE " IS_NO_REPORT);
}

std::vector<std::int64_t> reports_in_doubt_by_table(sqlite3* database) {
  const auto found = rows_of(database,
                             "SELECT report.rowid FROM report NOT INDEXED"
                             " LEFT JOIN job ON job.number = report.job WHERE " IS_NO_REPORT
                             " OR typeof(size) <> 'integer' OR typeof(document) <> 'blob'"
                             " OR typeof(unattended) <> 'integer' OR typeof(bytes) <> 'integer'");
  std::set<std::int64_t> rows(found.begin(), found.end());
  const auto disagrees = [database](std::int64_t row) {
    const auto stored = stored_report(database, row);
    const auto told = stored ? told_by_document(stored->text) : std::nullopt;
    return stored && (!told || stored->columns != *told);
  };
  // A report's job and time stand beside each of its outcomes too.
  for (const std::int64_t row : rows_of(
           database, "SELECT rowid FROM report WHERE (job, finished) NOT IN (SELECT job, at FROM outcome)")) {
    if (disagrees(row)) rows.insert(row);
  }
  std::vector<std::pair<std::int64_t, std::int64_t>> newest;  // row, job
  for (Query query(database, "SELECT rowid, job, max(finished) FROM report GROUP BY job"); query.next();)
    newest.emplace_back(query.integer(0), query.integer(1));
  for (const auto& [row, job] : newest) {
    if (!disagrees(row)) continue;
    Query all(database, "SELECT rowid FROM report WHERE job = ?");
    for (all.add(job); all.next();) rows.insert(all.integer(0));
  }
  return {rows.begin(), rows.end()};
}

bool indices_agree(sqlite3* database) {
  Query lists(database,
              "SELECT 1 FROM (SELECT rowid, finished, job, verdict, id FROM report NOT INDEXED EXCEPT"
              " SELECT rowid, finished, job, verdict, id FROM report INDEXED BY report_finished)"
              " UNION ALL SELECT 1 FROM report AS a NOT INDEXED WHERE NOT EXISTS"
              " (SELECT 1 FROM report AS b WHERE b.id = a.id AND b.rowid = a.rowid) LIMIT 1");
  if (lists.next() || lists.failed()) return false;
  for (const char* check : {"PRAGMA integrity_check(name)", "PRAGMA integrity_check(job)"}) {
    Query small(database, check);
    if (!small.next() || small.text(0) != "ok") return false;
  }
  return true;
}

bool has_rows_in_doubt(sqlite3* database) {
  if (has_damaged_rows(database, names) || has_damaged_rows(database, jobs)) return true;
  for (const WatchedTable& table : others) {
    if (has_damaged_rows(database, table)) return true;
  }
  return false;
}

bool mend_reports(sqlite3* database, const std::vector<std::int64_t>& rows) {
  if (rows.empty()) return true;
  Transaction transaction(database);
  return transaction && mend_each(database, rows) && transaction.commit();
}

bool mend_tables(sqlite3* database) {
  Transaction transaction(database);
  if (!transaction || !execute(database, "REINDEX")) return false;
  if (set_rows_aside(database, names) < 0 || set_rows_aside(database, jobs) < 0) return false;
  if (!mend_each(database, reports_in_doubt_by_table(database))) return false;
  bool lost = false;
  for (const WatchedTable& table : others) {
    const int moved = set_rows_aside(database, table);
    if (moved < 0) return false;
    lost = lost || moved > 0;
  }
  return (!lost || take_from_documents(database)) && transaction.commit();
}

}  // namespace deskready
