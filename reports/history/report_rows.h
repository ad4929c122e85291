// The rows of one report.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <tl/expected.hpp>

#include "reports/history/statement.h"

namespace deskready {

/// The caller holds the transaction and gives it up on an error, which is a sentence without a subject. What
/// has another type than report/1 gives it has no row, and costs no other row; without an id, a time or a
/// spec it is no report. An id that is there already changes nothing.
tl::expected<void, std::string> write_report_rows(sqlite3* database, const nlohmann::json& document,
                                                  bool unattended);

}  // namespace deskready
