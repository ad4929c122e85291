// Inside the history: what its source files share.
#pragma once

#include "reports/history/compression.h"
#include "reports/history/database.h"
#include "reports/history/history.h"
#include "reports/history/statement.h"

namespace deskready {

struct History::Impl {
  std::filesystem::path folder;
  OpenDatabase database;

  sqlite3* connection() const { return database.connection.get(); }
  Query query(const char* sql) const { return Query(connection(), sql); }
  /// A sentence on what could not be done ("read"); notes a damage, so that it gets mended.
  std::string error(std::string_view what) const;
  std::string error(std::string_view what, std::string_view sqlite_words) const;
  /// Puts a report that came out damaged in order, or aside; what cannot be written stays for the next time.
  void mend(const std::vector<std::int64_t>& rows) const;
  /// Closes what was found broken and opens what is there after it was set aside.
  tl::expected<void, std::string> begin_after_damage();
  /// Sentences on damage that nobody was told of yet; mostly empty.
  std::string untold() const;
  void close() {
    database.connection.reset();
    database.lock.release();
  }
};

/// Times are whole seconds since 1970 in the database.
inline std::int64_t to_seconds(WallTime time) {
  return unix_seconds(time);
}
/// What could not be written, and so stands in a damaged database only, is long ago.
inline WallTime from_seconds(std::int64_t seconds) {
  return from_unix_seconds(seconds).value_or(WallTime{});
}

}  // namespace deskready
