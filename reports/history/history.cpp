#include "reports/history/history.h"

#include <fmt/format.h>

#include "config/base/json/json_read.h"
#include "reports/history/history_store.h"
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

tl::expected<History, std::string> History::open(const std::filesystem::path& folder) {
  auto database = open_database(folder);
  if (!database) return tl::unexpected(database.error());
  return History(std::make_unique<Impl>(Impl{folder, std::move(*database)}));
}

}  // namespace deskready
