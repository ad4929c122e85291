#include "reports/history/statement.h"

namespace deskready {

Query::Query(sqlite3* database, const char* sql) {
  sqlite3_stmt* raw = nullptr;
  failed_ = sqlite3_prepare_v2(database, sql, -1, &raw, nullptr) != SQLITE_OK;
  statement_.reset(raw);
}

Query& Query::bound(int result) {
  failed_ = failed_ || result != SQLITE_OK;
  return *this;
}

Query& Query::add(std::int64_t value) {
  return bound(sqlite3_bind_int64(statement_.get(), ++argument_, value));
}

Query& Query::add(double value) {
  return bound(sqlite3_bind_double(statement_.get(), ++argument_, value));
}

Query& Query::add(std::string_view text) {
  return bound(sqlite3_bind_text(statement_.get(), ++argument_, text.data(), static_cast<int>(text.size()),
                                 SQLITE_TRANSIENT));
}

Query& Query::add_blob(std::string_view bytes) {
  return bound(sqlite3_bind_blob(statement_.get(), ++argument_, bytes.data(), static_cast<int>(bytes.size()),
                                 SQLITE_TRANSIENT));
}

Query& Query::add_null() {
  return bound(sqlite3_bind_null(statement_.get(), ++argument_));
}

bool Query::next() {
  if (failed_) return false;
  const int step = sqlite3_step(statement_.get());
  failed_ = step != SQLITE_ROW && step != SQLITE_DONE;
  return step == SQLITE_ROW;
}

bool Query::run() {
  while (next()) {
  }
  sqlite3_reset(statement_.get());
  sqlite3_clear_bindings(statement_.get());
  argument_ = 0;
  return !failed_;
}

std::string Query::text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  return text == nullptr
             ? std::string()
             : std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column)));
}

std::string Query::blob(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  return bytes == nullptr
             ? std::string()
             : std::string(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column)));
}

bool execute(sqlite3* database, const char* sql) {
  return sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
}

Transaction::Transaction(sqlite3* database, Kind kind)
    : database_(database),
      open_(execute(database, kind == Kind::exclusive ? "BEGIN EXCLUSIVE" : "BEGIN IMMEDIATE")) {}

Transaction::~Transaction() {
  if (open_) execute(database_, "ROLLBACK");
}

bool Transaction::commit() {
  if (open_ && execute(database_, "COMMIT")) open_ = false;
  return !open_;
}

}  // namespace deskready
