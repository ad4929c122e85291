#include "reports/history/report_rows.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "config/base/json/json_read.h"
#include "reports/document/report.h"
#include "reports/history/compression.h"

namespace deskready {
namespace {

using nlohmann::json;

/// A truth counts as 0 or 1.
std::optional<double> figure_of(const json& from, const char* name) {
  const auto truth = truth_of(from, name);
  return truth ? std::optional(*truth ? 1.0 : 0.0) : number_of(from, name);
}

/// No check costs more than the largest number that a double tells exactly.
std::int64_t bytes_of(const json& document) {
  constexpr double most = 9007199254740992.0;
  const auto bytes = number_of(object_of(document, "cost"), "bytes");
  return bytes && std::isfinite(*bytes) ? static_cast<std::int64_t>(std::clamp(*bytes, 0.0, most)) : 0;
}

class ReportRows {
 public:
  ReportRows(sqlite3* database, const json& document)
      : database_(database),
        document_(document),
        find_name_(database, "SELECT number FROM name WHERE text=?"),
        add_name_(database, "INSERT INTO name(text) VALUES(?)") {}

  bool write(const ReportColumns& columns, bool unattended);
  bool write_derived(const ReportColumns& columns, std::int64_t job);

 private:
  std::int64_t number(std::string_view text);
  bool write_samples(std::int64_t finished);
  bool write_outcomes(std::int64_t job, std::int64_t finished);
  bool write_answers(const std::string& spec);

  sqlite3* database_;
  const json& document_;
  Query find_name_;
  Query add_name_;
};

std::int64_t ReportRows::number(std::string_view text) {
  find_name_.add(text);
  const bool known = find_name_.next();
  const std::int64_t found = known ? find_name_.integer(0) : 0;
  find_name_.run();
  if (known) return found;
  add_name_.add(text).run();
  return sqlite3_last_insert_rowid(database_);
}

bool ReportRows::write(const ReportColumns& columns, bool unattended) {
  Query known(database_, "SELECT 1 FROM report WHERE id=?");
  if (known.add(columns.id).next()) return true;
  const std::int64_t job = job_number(database_, columns), bytes = bytes_of(document_);
  const std::string text = json_text(document_);
  Query insert(database_, "INSERT INTO report VALUES(?,?,?,?,?,?,?,?)");
  insert.add(columns.id).add(columns.finished).add(job).add(columns.verdict).add(std::int64_t{unattended});
  insert.add(bytes).add(static_cast<std::int64_t>(text.size()));
  if (known.failed() || job == 0 || !insert.add_blob(compressed(text)).run()) return false;
  Query used(database_, "INSERT INTO used VALUES(?,?)");
  if (unattended && !used.add(columns.finished).add(bytes).run()) return false;
  return write_derived(columns, job);
}

bool ReportRows::write_derived(const ReportColumns& columns, std::int64_t job) {
  return write_samples(columns.finished) && write_outcomes(job, columns.finished) &&
         write_answers(columns.spec) && !find_name_.failed() && !add_name_.failed();
}

bool ReportRows::write_samples(std::int64_t finished) {
  Query insert(database_, "INSERT OR IGNORE INTO sample VALUES(?,?,?,?,?,?)");
  for (const auto& [key, fact] : object_of(document_, "facts").items()) {
    const auto value = figure_of(fact, "value");
    const std::string text = text_of(fact, "value");
    if (!value && text.empty()) continue;
    const auto at = parse_time(text_of(fact, "at"));
    insert.add(number(key)).add(at ? unix_seconds(*at) : finished);
    for (const auto& one : {value, figure_of(fact, "low"), figure_of(fact, "high")})
      one ? insert.add(*one) : insert.add_null();
    if (!(text.empty() ? insert.add_null() : insert.add(number(text))).run()) return false;
  }
  for (const auto& [key, reason] : object_of(document_, "unmeasured").items()) {
    const std::string cause = text_of(reason, "cause");
    if (cause.empty()) continue;
    insert.add(number(key)).add(finished).add_null().add_null().add_null();
    if (!insert.add(number(cause)).run()) return false;
  }
  return !insert.failed();
}

bool ReportRows::write_outcomes(std::int64_t job, std::int64_t finished) {
  Query insert(database_, "INSERT OR REPLACE INTO outcome VALUES(?,?,?,?)");
  const auto findings = document_.find("findings");
  if (findings == document_.end() || !findings->is_array()) return true;
  for (const json& finding : *findings) {
    const std::string rule = text_of(finding, "rule"), outcome = text_of(finding, "outcome");
    if (rule.empty() || outcome.empty()) continue;
    if (!insert.add(job).add(number(rule)).add(finished).add(number(outcome)).run()) return false;
  }
  return true;
}

bool ReportRows::write_answers(const std::string& spec) {
  Query insert(database_, "INSERT OR REPLACE INTO answer VALUES(?,?,?,?)");
  for (const auto& [question, answer] : object_of(document_, "answers").items()) {
    const auto at = parse_time(text_of(answer, "at"));
    const std::string said = text_of(answer, "answer");
    if (!at || said.empty()) continue;
    insert.add(number(spec)).add(std::string_view(question)).add(unix_seconds(*at));
    if (!insert.add(said).run()) return false;
  }
  return true;
}

}  // namespace

std::int64_t job_number(sqlite3* database, const ReportColumns& job) {
  Query add(database, "INSERT OR IGNORE INTO job(spec, role, reference) VALUES(?,?,?)");
  if (!add.add(job.spec).add(job.role).add(job.reference).run()) return 0;
  Query find(database, "SELECT number FROM job WHERE spec=? AND role=? AND reference=?");
  return find.add(job.spec).add(job.role).add(job.reference).next() ? find.integer(0) : 0;
}

tl::expected<ReportColumns, std::string> report_columns(const json& document) {
  ReportColumns columns{text_of(document, "id"),
                        0,
                        text_of(object_of(document, "spec"), "name"),
                        text_of(document, "role"),
                        text_of(document, "reference"),
                        text_of(document, "verdict")};
  const auto finished = parse_time(text_of(document, "finished"));
  for (const auto& [name, missing] :
       {std::pair("id", columns.id.empty() || columns.id.find('\0') != std::string::npos),
        std::pair("finished", !finished), std::pair("spec.name", columns.spec.empty())}) {
    if (missing) return tl::unexpected(fmt::format("it is no report, since it has no \"{}\"", name));
  }
  columns.finished = unix_seconds(*finished);
  return columns;
}

tl::expected<void, std::string> write_report_rows(sqlite3* database, const json& document, bool unattended) {
  const auto columns = report_columns(document);
  if (!columns) return tl::unexpected(columns.error());
  if (ReportRows(database, document).write(*columns, unattended)) return {};
  return tl::unexpected(std::string(sqlite3_errmsg(database)));
}

bool write_derived_rows(sqlite3* database, const json& document) {
  const auto columns = report_columns(document);
  const std::int64_t job = columns ? job_number(database, *columns) : 0;
  return !columns || (job != 0 && ReportRows(database, document).write_derived(*columns, job));
}

}  // namespace deskready
