// The table of damaged rows: what does not read leaves its own table for it, as it was, and is said once.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "reports/history/statement.h"
#include "reports/words/refusals/damage_words.h"

namespace deskready {

/// Why, in the table: as DamagedRow::reason has it.
enum class DamageReason : std::uint8_t { document, value, reference, restored };

/// Copies the report's row into the table; one that is not restored leaves its own. The caller holds the
/// transaction. False on an error of SQLite's.
bool set_report_aside(sqlite3* database, std::int64_t row, DamageReason reason);

/// A table of the history whose rows are looked at by SQL.
struct WatchedTable {
  const char* name;
  std::array<const char*, 6> columns;  ///< all of them; a row is told by its first two
  const char* damaged;                 ///< whether a row is
  DamageReason reason;
};

/// Moves each row that is damaged; how many, or -1 on an error. The caller holds the transaction.
int set_rows_aside(sqlite3* database, const WatchedTable& table);

/// Whether there is one. An error counts as none.
bool has_damaged_rows(sqlite3* database, const WatchedTable& table);

/// What nobody was told of yet; from now on it counts as told, where that can be written. On an error, none.
std::vector<DamagedRow> untold_damage(sqlite3* database);

}  // namespace deskready
