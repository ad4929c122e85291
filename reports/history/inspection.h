// Whether the history's rows can be read, and what becomes of those that cannot. The caller has made sure
// that the file itself is sound wherever something is to be changed (is_damaged() in recovery.h).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "reports/history/statement.h"

namespace deskready {

/// What the lists of reports read. By the index: cheap enough for each opening.
std::vector<std::int64_t> reports_in_doubt(sqlite3* database);

/// What reports_in_doubt() finds in the table itself, the reports of each job whose newest one is of another
/// job by its own word, and those beside which no outcome stands, unless their documents agree.
std::vector<std::int64_t> reports_in_doubt_by_table(sqlite3* database);

/// Whether the lists of reports and the table of them say the same, and the names are found.
bool indices_agree(sqlite3* database);

/// Whether some row of the other tables does not read. Reads all of them.
bool has_rows_in_doubt(sqlite3* database);

/// Gives each of these reports the columns that its document has, or sets it aside where the document does
/// not read. One that is well stays as it is. All or nothing; false on an error of SQLite's.
bool mend_reports(sqlite3* database, const std::vector<std::int64_t>& rows);

/// Sets aside what does not read in any table, and takes from the reports' documents again what came from
/// them. All or nothing; false on an error of SQLite's.
bool mend_tables(sqlite3* database);

}  // namespace deskready
