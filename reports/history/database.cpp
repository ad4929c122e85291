#include "reports/history/database.h"

#include <fmt/format.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>

#include "config/base/files.h"
#include "reports/history/recovery.h"
#include "reports/history/schema.h"
#include "reports/words/refusals/damage_words.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;
using Failure = tl::unexpected<std::string>;
using namespace std::chrono_literals;

constexpr const char* settings_of_file = "PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL;";
constexpr const char* settings_of_connection = "PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;";
/// How long another process may keep the file: for a transaction, or until it closes what has to be mended.
constexpr auto patience = 3s;
constexpr auto between_tries = 10ms;
/// SQLite's shared memory file alone takes half of it.
constexpr std::uintmax_t least_room = 64 * 1024;

/// What a check found is nobody else's business. SQLite gives its log the rights of the database. Where the
/// rights cannot be changed, on a read-only disk, they stay.
void keep_private(const fs::path& folder, const fs::path& file) {
  std::error_code ignored;
  // Only ever a new file: to close one that is there would end the locks that this process has on it.
  make_private_file(file);
  fs::permissions(folder, fs::perms::owner_all, ignored);
  for (const char* ending : {"", "-wal", "-shm"}) {
    const fs::path one = file.string() + ending;
    // Never what a link leads to.
    if (fs::is_regular_file(fs::symlink_status(one, ignored)))
      fs::permissions(one, fs::perms::owner_read | fs::perms::owner_write, ignored);
  }
}

/// The connection is there, to say why, even where the result is an error.
Database connect(const std::string& address, int flags, int& result) {
  sqlite3* raw = nullptr;
  result = sqlite3_open_v2(address.c_str(), &raw, flags, nullptr);
  sqlite3_busy_timeout(raw, std::chrono::milliseconds(patience).count());
  return Database(raw);
}

/// -1 where it cannot be read.
std::int64_t version_of(sqlite3* database) {
  Query query(database, "PRAGMA user_version");
  return query.next() ? query.integer(0) : -1;
}

enum class Condition { ready, unmade, outdated, newer, broken, unreadable };

Condition condition_of(sqlite3* database, const fs::path& folder) {
  const std::int64_t version = version_of(database);
  if (version < 0) return tells_damage(sqlite3_errcode(database)) ? Condition::broken : Condition::unreadable;
  if (version > schema_version) return Condition::newer;
  if (is_marked_broken(folder) || looks_broken(database)) return Condition::broken;
  if (version == schema_version) return has_own_tables(database) ? Condition::ready : Condition::broken;
  // With this version's tables only the number is wrong.
  if (version > 0 || has_own_tables(database)) return Condition::outdated;
  // Tables without a version are of before the first release.
  Query tables(database, "SELECT count(*) FROM sqlite_master WHERE name = 'report'");
  return tables.next() && tables.integer(0) > 0 ? Condition::broken : Condition::unmade;
}

/// To read what there is where nothing can be written, a log neither. Null when that cannot be done either.
Database read_only_database(const fs::path& file) {
  std::string address = "file:";
  for (const char c : file.string()) {
    if (c == '?' || c == '#' || c == '%')
      address += fmt::format("%{:02x}", static_cast<unsigned char>(c));
    else
      address += c;
  }
  int result = SQLITE_OK;
  Database database = connect(address + "?immutable=1", SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, result);
  if (result != SQLITE_OK || version_of(database.get()) != schema_version) return nullptr;
  return database;
}

bool cannot_write(int code) {
  return code == SQLITE_FULL || code == SQLITE_IOERR || code == SQLITE_CANTOPEN || code == SQLITE_READONLY;
}

/// What is there to read, or why `failed` could not be used.
tl::expected<Database, std::string> read_only_or_why(Database failed, const fs::path& file) {
  const std::string reason = because(sqlite3_errmsg(failed.get()), file);
  const int code = sqlite3_errcode(failed.get());
  failed.reset();
  if (cannot_write(code)) {
    if (Database readable = read_only_database(file)) return readable;
  }
  return Failure(fmt::format("{} cannot be used: {}", file.string(), reason));
}

struct Attempt {
  Condition condition = Condition::unreadable;
  Database connection;
};

Attempt attempt(const fs::path& folder) {
  int result = SQLITE_OK;
  Database connection = connect(database_file(folder), SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, result);
  if (result != SQLITE_OK) return {Condition::unreadable, std::move(connection)};
  const Condition condition = condition_of(connection.get(), folder);
  if (condition == Condition::ready && !execute(connection.get(), settings_of_connection))
    return {Condition::unreadable, std::move(connection)};
  return {condition, std::move(connection)};
}

/// Makes, migrates or sets aside, as the file needs it. The lock is held alone; another process may have done
/// it in between. The value is the sentence on what was set aside, mostly empty.
tl::expected<std::string, std::string> put_in_order(const fs::path& folder) {
  const fs::path file = database_file(folder);
  keep_private(folder, file);
  std::string aside;
  Attempt found = attempt(folder);
  if (found.condition == Condition::broken) {
    found.connection.reset();
    auto put = put_aside(file);
    if (!put) return Failure(put.error());
    aside = std::move(*put);
    keep_private(folder, file);
    found = attempt(folder);
  }
  if (found.condition != Condition::unmade && found.condition != Condition::outdated) return aside;
  sqlite3* database = found.connection.get();
  const std::int64_t version = version_of(database);
  const auto unable = [&](std::string_view words) {
    return Failure(fmt::format("{} cannot be used: {}", file.string(), because(words, file)));
  };
  if (!execute(database, settings_of_file)) return unable(sqlite3_errmsg(database));
  if (const auto migrated = migrate(database, version); !migrated) return unable(migrated.error());
  return aside;
}

/// What can be handed on as it is; nothing where somebody has to put the file in order first.
std::optional<tl::expected<Database, std::string>> usable(Attempt found, const fs::path& file) {
  switch (found.condition) {
    case Condition::ready:
      return std::move(found.connection);
    case Condition::newer:
      return Failure(fmt::format("{} was written by a newer deskready; use that one", file.string()));
    case Condition::unreadable:
      return read_only_or_why(std::move(found.connection), file);
    case Condition::unmade:
    case Condition::outdated:
    case Condition::broken:
      break;
  }
  return std::nullopt;
}

}  // namespace

fs::path database_file(const fs::path& folder) {
  return folder / "history.db";
}

std::string because(std::string_view sqlite_words, const fs::path& file) {
  std::error_code error;
  const fs::space_info space = fs::space(file.parent_path(), error);
  const bool full = !error && space.available < least_room;
  return fmt::format("{}{}", sqlite_words, full ? "; the disk is full, make room on it" : "");
}

tl::expected<OpenDatabase, std::string> open_database(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return Failure(no_folder_words("en", folder.string(), error.message()));
  const fs::path file = database_file(folder);
  // A pipe would keep SQLite waiting for ever, and the rights of what a link leads to are not ours to change.
  if (const auto about = fs::symlink_status(file, error); fs::exists(about) && !fs::is_regular_file(about))
    return Failure(no_database_words("en", file.string()));
  OpenLock lock(folder / "history.lock");
  const int reason = errno;
  std::string aside;
  bool in_order = false;  // done by this call; to do it twice would help nobody
  for (const auto end = std::chrono::steady_clock::now() + patience;;) {
    if (lock.share() || !lock.usable()) {
      if (lock.usable()) keep_private(folder, file);
      auto opened = usable(attempt(folder), file);
      if (opened && !*opened) return Failure(opened->error());
      if (opened) return OpenDatabase{std::move(lock), std::move(**opened), std::move(aside)};
      if (!lock.usable())
        return Failure(fmt::format("{} has to be made anew, but {}/history.lock cannot be used: {}",
                                   file.string(), folder.string(), std::strerror(reason)));
      lock.release();
    }
    if (!in_order && lock.hold_alone()) {
      auto done = put_in_order(folder);
      if (!done) return Failure(done.error());
      aside = std::move(*done);
      in_order = true;
      continue;
    }
    if (std::chrono::steady_clock::now() >= end) break;
    std::this_thread::sleep_for(between_tries);
  }
  return Failure(
      fmt::format("{} has to be put in order, but another deskready has it open; end that one, or "
                  "try again when it has ended",
                  file.string()));
}

tl::expected<OpenDatabase, std::string> begin_anew(OpenDatabase broken, const fs::path& folder) {
  const fs::path file = database_file(folder);
  broken.connection.reset();
  if (broken.lock.usable() && !broken.lock.hold_alone()) {
    return Failure(fmt::format("{} is broken and another deskready has it open; end that one and try again",
                               file.string()));
  }
  std::error_code error;
  for (const char* ending : {"-wal", "-shm", ""}) {
    fs::remove(file.string() + ending, error);
    if (error)
      return Failure(fmt::format("{}{} could not be erased: {}", file.string(), ending, error.message()));
  }
  broken.lock.release();
  return open_database(folder);
}

}  // namespace deskready
