#include <fmt/format.h>

#include "config/base/json/json_read.h"
#include "reports/history/damaged_rows.h"
#include "reports/history/history.h"
#include "reports/history/history_store.h"
#include "reports/history/inspection.h"
#include "reports/history/recovery.h"

namespace deskready {

std::string History::Impl::error(std::string_view what) const {
  return error(what, sqlite3_errmsg(connection()));
}

std::string History::Impl::error(std::string_view what, std::string_view sqlite_words) const {
  const std::string reason = because(sqlite_words, database_file(folder));
  if (!tells_damage(sqlite3_errcode(connection())))
    return fmt::format("the history could not be {}: {}", what, reason);
  mark_broken(folder);
  return fmt::format("the history could not be {}: {}; the next check or command sets it aside", what,
                     reason);
}

History::History(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
History::History(History&&) noexcept = default;
History& History::operator=(History&&) noexcept = default;
History::~History() = default;

const std::string& History::set_aside() const {
  return impl_->database.set_aside;
}

void History::Impl::mend(const std::vector<std::int64_t>& rows) const {
  if (rows.empty()) return;
  // What looks like a damaged row on a broken page is no row's fault.
  if (is_damaged(connection()))
    mark_broken(folder);
  else
    mend_reports(connection(), rows);
}

tl::expected<void, std::string> History::Impl::begin_after_damage() {
  mark_broken(folder);
  close();
  auto anew = open_database(folder);
  if (!anew) return tl::unexpected(anew.error());
  database = std::move(*anew);
  return {};
}

std::string History::Impl::untold() const {
  return damage_words("en", untold_damage(connection()), database_file(folder).string());
}

tl::expected<History, std::string> History::open(const std::filesystem::path& folder) {
  auto database = open_database(folder);
  if (!database) return tl::unexpected(database.error());
  auto impl = std::make_unique<Impl>(Impl{folder, std::move(*database)});
  if (const auto doubtful = reports_in_doubt(impl->connection()); !doubtful.empty()) impl->mend(doubtful);
  if (is_marked_broken(folder) || tells_damage(sqlite3_errcode(impl->connection()))) {
    if (const auto anew = impl->begin_after_damage(); !anew) return tl::unexpected(anew.error());
  }
  std::string& said = impl->database.set_aside;
  if (const std::string untold = impl->untold(); !untold.empty()) said += (said.empty() ? "" : " ") + untold;
  return History(std::move(impl));
}

tl::expected<std::string, std::string> History::inspect() {
  sqlite3* database = impl_->connection();
  if (indices_agree(database) && reports_in_doubt_by_table(database).empty() && !has_rows_in_doubt(database))
    return std::string();
  if (is_damaged(database)) {
    if (const auto anew = impl_->begin_after_damage(); !anew) return tl::unexpected(anew.error());
    return impl_->database.set_aside;
  }
  if (!mend_tables(database)) return tl::unexpected(impl_->error("mended"));
  return impl_->untold();
}

}  // namespace deskready
