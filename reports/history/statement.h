// SQLite, as far as the history needs it: a connection, a statement.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace deskready {

/// A prepared statement with its arguments. Errors are remembered: once one has happened, nothing more is
/// done and failed() says so. For one thread.
class Query {
 public:
  Query(sqlite3* database, const char* sql);

  Query& add(std::int64_t value);
  Query& add(double value);
  Query& add(std::string_view text);
  Query& add_blob(std::string_view bytes);
  Query& add_null();

  /// Steps to the next row; false at the end and after an error.
  bool next();
  /// Runs a statement without rows, and makes it ready for the next arguments.
  bool run();
  bool failed() const { return failed_; }

  std::string text(int column) const;
  std::string blob(int column) const;
  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_.get(), column); }
  double real(int column) const { return sqlite3_column_double(statement_.get(), column); }
  bool null(int column) const { return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL; }

 private:
  Query& bound(int result);
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int argument_ = 0;
  bool failed_ = false;
};

/// Runs statements that give no rows.
bool execute(sqlite3* database, const char* sql);

/// Rolls back unless told that all is well.
class Transaction {
 public:
  enum class Kind { immediate, exclusive };
  explicit Transaction(sqlite3* database, Kind kind = Kind::immediate);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();
  explicit operator bool() const { return open_; }
  bool commit();

 private:
  sqlite3* database_;
  bool open_;
};

struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;

}  // namespace deskready
