#include "reports/history/recovery.h"

#include <fmt/format.h>

#include "config/base/files.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view broken_mark = "history.broken-page";

}  // namespace

bool tells_damage(int code) {
  return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

bool looks_broken(sqlite3* database) {
  for (const char* look :
       {"SELECT count(*) FROM sqlite_master", "SELECT max(finished) FROM report",
        "SELECT max(rowid) FROM report", "SELECT max(number) FROM name", "SELECT max(at) FROM used"}) {
    if (tells_damage(sqlite3_exec(database, look, nullptr, nullptr, nullptr))) return true;
  }
  return false;
}

bool is_damaged(sqlite3* database) {
  Query check(database, "PRAGMA quick_check(1)");
  if (check.next()) return check.text(0) != "ok";
  return tells_damage(sqlite3_errcode(database));
}

void mark_broken(const fs::path& folder) {
  make_private_file(folder / broken_mark);
}

bool is_marked_broken(const fs::path& folder) {
  std::error_code ignored;
  return fs::exists(folder / broken_mark, ignored);
}

tl::expected<std::string, std::string> put_aside(const fs::path& file) {
  std::error_code error;
  fs::path aside;
  for (int number = 1; aside.empty() || fs::exists(aside, error); ++number) {
    aside = file.parent_path() / fmt::format("{}{}.db", broken_begin, number);
  }
  fs::rename(file, aside, error);
  if (error)
    return tl::unexpected(
        fmt::format("{} is broken and cannot be renamed: {}", file.string(), error.message()));
  fs::remove(file.string() + "-wal", error);
  fs::remove(file.string() + "-shm", error);
  fs::remove(file.parent_path() / broken_mark, error);
  return fmt::format("The history could not be read and begins anew; the old one is kept as {}.",
                     aside.string());
}

}  // namespace deskready
