#include "reports/history.h"

#include <fmt/format.h>
#include <sqlite3.h>

namespace deskready {
namespace {

namespace fs = std::filesystem;
using Failure = tl::unexpected<std::string>;

struct CloseStatement {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, CloseStatement>;
struct CloseDatabase {
  void operator()(sqlite3* database) const { sqlite3_close(database); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;

constexpr const char* schema =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
    "CREATE TABLE IF NOT EXISTS report(id TEXT NOT NULL UNIQUE, finished TEXT NOT NULL, spec TEXT NOT NULL,"
    " verdict TEXT NOT NULL, document TEXT NOT NULL);"
    "CREATE INDEX IF NOT EXISTS report_finished ON report(finished);";

tl::expected<Database, std::string> open_database(const fs::path& file) {
  sqlite3* raw = nullptr;
  const int opened = sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  Database database(raw);
  if (opened != SQLITE_OK)
    return Failure(fmt::format("{} cannot be opened: {}", file.string(), sqlite3_errmsg(raw)));
  sqlite3_busy_timeout(raw, 3000);
  if (sqlite3_exec(raw, schema, nullptr, nullptr, nullptr) != SQLITE_OK) {
    return Failure(fmt::format("{} cannot be used: {}", file.string(), sqlite3_errmsg(raw)));
  }
  return database;
}

bool is_broken(const fs::path& file) {
  sqlite3* raw = nullptr;
  sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READONLY, nullptr);
  const Database database(raw);
  const int result = sqlite3_exec(raw, "SELECT count(*) FROM sqlite_master", nullptr, nullptr, nullptr);
  return result == SQLITE_NOTADB || result == SQLITE_CORRUPT;
}

constexpr std::string_view broken_begin = "history.broken-";

/// Renames the database under the first free name; its log goes, since it belongs to no other file.
std::optional<std::string> set_aside(const fs::path& file) {
  std::error_code error;
  fs::path aside;
  for (int number = 1; aside.empty() || fs::exists(aside, error); ++number) {
    aside = file.parent_path() / fmt::format("{}{}.db", broken_begin, number);
  }
  fs::rename(file, aside, error);
  if (error) return fmt::format("{} is broken and cannot be renamed: {}", file.string(), error.message());
  fs::remove(file.string() + "-wal", error);
  fs::remove(file.string() + "-shm", error);
  return std::nullopt;
}

std::string column(const Statement& statement, int index) {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement.get(), index));
  return text == nullptr ? std::string() : text;
}

}  // namespace

struct History::Impl {
  fs::path folder;
  Database database;

  Statement prepare(const char* sql) const {
    sqlite3_stmt* raw = nullptr;
    sqlite3_prepare_v2(database.get(), sql, -1, &raw, nullptr);
    return Statement(raw);
  }
  std::string error(std::string_view what) const {
    return fmt::format("the history could not be {}: {}", what, sqlite3_errmsg(database.get()));
  }
  static void bind(const Statement& statement, int index, const std::string& text) {
    sqlite3_bind_text(statement.get(), index, text.c_str(), static_cast<int>(text.size()), SQLITE_TRANSIENT);
  }
};

History::History(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
History::History(History&&) noexcept = default;
History& History::operator=(History&&) noexcept = default;
History::~History() = default;

tl::expected<History, std::string> History::open(const fs::path& folder) {
  std::error_code error;
  if (fs::create_directories(folder, error)) {
    fs::permissions(folder, fs::perms::owner_all, error);  // what a check found is nobody else's business
  }
  if (error) {
    return Failure(fmt::format("the folder {} cannot be made: {}", folder.string(), error.message()));
  }
  const fs::path file = folder / "history.db";
  if (fs::exists(file, error) && is_broken(file)) {
    if (const auto why = set_aside(file)) return Failure(*why);
  }
  auto database = open_database(file);
  if (!database) return Failure(database.error());
  return History(std::make_unique<Impl>(Impl{folder, std::move(*database)}));
}

tl::expected<void, std::string> History::save(const Report& report) {
  const Statement statement = impl_->prepare("INSERT OR IGNORE INTO report VALUES(?,?,?,?,?)");
  if (!statement) return Failure(impl_->error("written"));
  Impl::bind(statement, 1, report.id);
  Impl::bind(statement, 2, format_time(report.finished));
  Impl::bind(statement, 3, report.spec_name);
  Impl::bind(statement, 4, std::string(to_string(report.verdict)));
  Impl::bind(statement, 5, dump(to_json(report), true));
  if (sqlite3_step(statement.get()) != SQLITE_DONE) return Failure(impl_->error("written"));
  return {};
}

tl::expected<std::vector<HistoryEntry>, std::string> History::latest(int count) const {
  const Statement statement = impl_->prepare(
      "SELECT id, finished, spec, verdict FROM report ORDER BY finished DESC, rowid DESC LIMIT ?");
  if (!statement) return Failure(impl_->error("read"));
  sqlite3_bind_int(statement.get(), 1, count);
  std::vector<HistoryEntry> entries;
  int step = SQLITE_ROW;
  while ((step = sqlite3_step(statement.get())) == SQLITE_ROW) {
    entries.push_back({column(statement, 0), parse_time(column(statement, 1)).value_or(WallTime{}),
                       column(statement, 2), column(statement, 3)});
  }
  if (step != SQLITE_DONE) return Failure(impl_->error("read"));
  return entries;
}

tl::expected<Report, std::string> History::find(std::string_view id) const {
  const Statement statement =
      impl_->prepare("SELECT document FROM report WHERE substr(id, 1, length(?1)) = ?1 LIMIT 2");
  if (!statement) return Failure(impl_->error("read"));
  Impl::bind(statement, 1, std::string(id));
  if (id.empty() || sqlite3_step(statement.get()) != SQLITE_ROW) {
    return Failure(fmt::format("no report begins with \"{}\"; deskready history lists them", id));
  }
  const std::string document = column(statement, 0);
  if (sqlite3_step(statement.get()) == SQLITE_ROW) {
    return Failure(fmt::format("more than one report begins with \"{}\"; give more of it", id));
  }
  const auto json = nlohmann::json::parse(document, nullptr, false);
  if (json.is_discarded()) return Failure(fmt::format("the report {} is damaged in the history", id));
  return report_from_json(json);
}

tl::expected<void, std::string> History::forget() {
  // The write-ahead log still holds what was written; only a truncating checkpoint empties it.
  constexpr const char* erase = "DELETE FROM report; VACUUM; PRAGMA wal_checkpoint(TRUNCATE);";
  if (sqlite3_exec(impl_->database.get(), erase, nullptr, nullptr, nullptr) != SQLITE_OK) {
    return Failure(impl_->error("erased"));
  }
  std::error_code error;
  std::vector<fs::path> broken;
  for (const auto& entry : fs::directory_iterator(impl_->folder, error)) {
    if (entry.path().filename().string().starts_with(broken_begin)) broken.push_back(entry.path());
  }
  for (const fs::path& file : broken) {
    if (!fs::remove(file, error)) {
      return Failure(fmt::format("{} could not be erased: {}", file.string(), error.message()));
    }
  }
  return {};
}

}  // namespace deskready
