#include "reports/history/damaged_rows.h"

#include <fmt/format.h>

namespace deskready {
namespace {

std::string_view name_of(DamageReason reason) {
  switch (reason) {
    case DamageReason::document:
      return "document";
    case DamageReason::value:
      return "value";
    case DamageReason::reference:
      return "reference";
    case DamageReason::restored:
      break;
  }
  return "restored";
}

/// The first `count` columns' values as SQL writes them, as one text.
std::string quoted(const WatchedTable& table, std::size_t count) {
  std::string all;
  for (std::size_t i = 0; i < count && i < table.columns.size() && table.columns[i] != nullptr; ++i)
    all += fmt::format("{}quote({})", i == 0 ? "" : "||','||", table.columns[i]);
  return all;
}

}  // namespace

bool set_report_aside(sqlite3* database, std::int64_t row, DamageReason reason) {
  // A document that was good enough to restore the rest stays where it is.
  Query copy(database,
             "INSERT INTO damaged(source, place, content, reason, noticed, told) SELECT 'report',"
             " CASE typeof(id) WHEN 'text' THEN id ELSE rowid END, quote(id) || ',' || quote(finished) || ','"
             " || quote(job) || ',' || quote(verdict) || ',' || quote(unattended) || ',' || quote(bytes) ||"
             " ',' || quote(size) || iif(?1 = 'restored', '', ',' || quote(document)), ?1, unixepoch(), 0"
             " FROM report WHERE rowid = ?2");
  if (!copy.add(name_of(reason)).add(row).run()) return false;
  return reason == DamageReason::restored ||
         Query(database, "DELETE FROM report WHERE rowid = ?").add(row).run();
}

int set_rows_aside(sqlite3* database, const WatchedTable& table) {
  const std::string copy = fmt::format(
      "INSERT INTO damaged(source, place, content, reason, noticed, told) SELECT '{}', {}, {}, ?, "
      "unixepoch(), 0 FROM {} WHERE {}",
      table.name, quoted(table, 2), quoted(table, table.columns.size()), table.name, table.damaged);
  if (!Query(database, copy.c_str()).add(name_of(table.reason)).run()) return -1;
  const int moved = sqlite3_changes(database);
  const std::string erase = fmt::format("DELETE FROM {} WHERE {}", table.name, table.damaged);
  return moved == 0 || Query(database, erase.c_str()).run() ? moved : -1;
}

bool has_damaged_rows(sqlite3* database, const WatchedTable& table) {
  const std::string look = fmt::format("SELECT 1 FROM {} WHERE {} LIMIT 1", table.name, table.damaged);
  return Query(database, look.c_str()).next();
}

std::vector<DamagedRow> untold_damage(sqlite3* database) {
  std::vector<DamagedRow> rows;
  Query untold(database, "SELECT source, place, reason FROM damaged WHERE told = 0 ORDER BY number");
  while (untold.next()) rows.push_back({untold.text(0), untold.text(1), untold.text(2)});
  if (!rows.empty()) execute(database, "UPDATE damaged SET told = 1 WHERE told = 0");
  return rows;
}

}  // namespace deskready
