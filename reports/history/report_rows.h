// The rows of one report.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <tl/expected.hpp>

#include "reports/history/statement.h"

namespace deskready {

/// What a report's row says beside its document.
struct ReportColumns {
  std::string id;
  std::int64_t finished = 0;  ///< s since 1970
  std::string spec, role, reference;
  std::string verdict;

  bool operator==(const ReportColumns&) const = default;
};

/// As the document has them. The error is a sentence without a subject: without an id, a time or a spec it is
/// no report.
tl::expected<ReportColumns, std::string> report_columns(const nlohmann::json& document);

/// The number of its job, which it gets where it has none; 0 when it cannot be written.
std::int64_t job_number(sqlite3* database, const ReportColumns& columns);

/// The caller holds the transaction and gives it up on an error, which is a sentence without a subject. What
/// has another type than report/1 gives it has no row, and costs no other row; without an id, a time or a
/// spec it is no report. An id that is there already changes nothing.
tl::expected<void, std::string> write_report_rows(sqlite3* database, const nlohmann::json& document,
                                                  bool unattended);

/// Figures, outcomes and answers of a report whose own row stands; those that are there stay. The caller
/// holds the transaction. False on an error, which is SQLite's.
bool write_derived_rows(sqlite3* database, const nlohmann::json& document);

}  // namespace deskready
