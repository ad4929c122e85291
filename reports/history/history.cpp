#include "reports/history/history.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reports/history/history_store.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;
using Failure = tl::unexpected<std::string>;
using nlohmann::json;

/// A name is stored once: `name` holds keys of facts, rules, specs and texts that come again with each
/// report. A fact measured once is one sample, however many reports carry it.
constexpr const char* schema =
    "CREATE TABLE IF NOT EXISTS report(id TEXT NOT NULL UNIQUE, finished INTEGER NOT NULL, spec TEXT NOT "
    "NULL,"
    " verdict TEXT NOT NULL, unattended INTEGER NOT NULL, bytes INTEGER NOT NULL, size INTEGER NOT NULL,"
    " document BLOB NOT NULL);"
    "CREATE INDEX IF NOT EXISTS report_finished ON report(finished, spec, verdict, id);"
    "CREATE TABLE IF NOT EXISTS used(at INTEGER NOT NULL, bytes INTEGER NOT NULL);"
    "CREATE INDEX IF NOT EXISTS used_at ON used(at, bytes);"
    "CREATE TABLE IF NOT EXISTS name(number INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);"
    "CREATE TABLE IF NOT EXISTS sample(key INTEGER NOT NULL, at INTEGER NOT NULL, value REAL, low REAL, high "
    "REAL,"
    " text INTEGER, PRIMARY KEY(key, at)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS outcome(spec INTEGER NOT NULL, rule INTEGER NOT NULL, at INTEGER NOT NULL,"
    " outcome INTEGER NOT NULL, PRIMARY KEY(spec, rule, at)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS answer(spec INTEGER NOT NULL, question TEXT NOT NULL, at INTEGER NOT NULL,"
    " answer TEXT NOT NULL, PRIMARY KEY(spec, question, at)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS planned(at INTEGER NOT NULL, job TEXT NOT NULL, weight TEXT NOT NULL,"
    " fate TEXT NOT NULL, reason TEXT NOT NULL, settled INTEGER NOT NULL, PRIMARY KEY(at, job, weight)) "
    "WITHOUT ROWID;"
    "PRAGMA user_version=1;";
constexpr int schema_version = 1;
constexpr const char* settings =
    "PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA "
    "secure_delete=ON;";
constexpr int patience_milliseconds = 3000;
/// SQLite's shared memory file alone takes half of it.
constexpr std::uintmax_t least_room = 64 * 1024;
constexpr std::string_view broken_begin = "history.broken-";
/// A file of this name says that reading came upon a broken page, so that whoever opens next sets it aside.
constexpr std::string_view broken_mark = "history.broken-page";

bool execute(sqlite3* database, const char* sql) {
  return sqlite3_exec(database, sql, nullptr, nullptr, nullptr) == SQLITE_OK;
}

/// SQLite's own words, and the cause behind them where they name only its symptom ("disk I/O error").
std::string why(sqlite3* database, const fs::path& file) {
  std::error_code error;
  const fs::space_info space = fs::space(file.parent_path(), error);
  const bool full = !error && space.available < least_room;
  return fmt::format("{}{}", sqlite3_errmsg(database), full ? "; the disk is full, make room on it" : "");
}

/// What a check found is nobody else's business. SQLite gives its log the rights of the database. Where the
/// rights cannot be changed, on a read-only disk, they stay.
void keep_private(const fs::path& folder, const fs::path& file) {
  std::error_code ignored;
  // Only ever a new file: to close one that is there would end the locks that this process has on it.
  const int created = open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (created >= 0) close(created);
  fs::permissions(folder, fs::perms::owner_all, ignored);
  for (const char* ending : {"", "-wal", "-shm"}) {
    const fs::path one = file.string() + ending;
    if (fs::exists(one, ignored))
      fs::permissions(one, fs::perms::owner_read | fs::perms::owner_write, ignored);
  }
}

std::int64_t version_of(sqlite3* database) {
  Query query(database, "PRAGMA user_version");
  return query.next() ? query.integer(0) : 0;
}

/// To read what there is where nothing can be written, a log neither: on a disk that is full or read-only.
/// Null when that cannot be done either.
Database read_only_database(const fs::path& file) {
  std::string address = "file:";
  for (const char c : file.string()) {
    if (c == '?' || c == '#' || c == '%')
      address += fmt::format("%{:02x}", static_cast<unsigned char>(c));
    else
      address += c;
  }
  sqlite3* raw = nullptr;
  const int opened = sqlite3_open_v2((address + "?immutable=1").c_str(), &raw,
                                     SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, nullptr);
  Database database(raw);
  if (opened != SQLITE_OK || version_of(raw) != schema_version) return nullptr;
  return database;
}

bool cannot_write(int code) {
  return code == SQLITE_FULL || code == SQLITE_IOERR || code == SQLITE_CANTOPEN || code == SQLITE_READONLY;
}

tl::expected<Database, std::string> open_database(const fs::path& file) {
  keep_private(file.parent_path(), file);
  sqlite3* raw = nullptr;
  const int opened = sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  Database database(raw);
  if (opened != SQLITE_OK)
    return Failure(fmt::format("{} cannot be opened: {}", file.string(), sqlite3_errmsg(raw)));
  sqlite3_busy_timeout(raw, patience_milliseconds);
  const std::int64_t version = version_of(raw);
  if (version > schema_version) {
    return Failure(fmt::format("{} was written by a newer deskready; use that one", file.string()));
  }
  const bool known = version == schema_version;
  if (!execute(raw, settings) || (!known && !execute(raw, schema))) {
    const std::string because = why(raw, file);
    if (cannot_write(sqlite3_errcode(raw))) {
      if (Database readable = read_only_database(file)) return readable;
    }
    return Failure(fmt::format("{} cannot be used: {}", file.string(), because));
  }
  return database;
}

/// Unreadable as a whole, or with a table or index that does not hold together, or of before the first
/// release.
bool is_unusable(const fs::path& file) {
  sqlite3* raw = nullptr;
  sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READWRITE, nullptr);
  const Database database(raw);
  sqlite3_busy_timeout(raw, patience_milliseconds);
  for (const char* look :
       {"SELECT count(*) FROM sqlite_master", "SELECT max(finished) FROM report",
        "SELECT max(rowid) FROM report", "SELECT max(number) FROM name", "SELECT max(at) FROM used"}) {
    const int result = sqlite3_exec(raw, look, nullptr, nullptr, nullptr);
    if (result == SQLITE_NOTADB || result == SQLITE_CORRUPT) return true;
  }
  Query tables(raw, "SELECT count(*) FROM sqlite_master WHERE name = 'report'");
  return tables.next() && tables.integer(0) > 0 && version_of(raw) == 0;
}

/// Reads all of it; for when something has gone wrong.
bool is_damaged(sqlite3* database) {
  Query check(database, "PRAGMA quick_check(1)");
  if (check.next()) return check.text(0) != "ok";
  const int code = sqlite3_errcode(database);
  return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

/// Renames the database under the first free name; its log goes, since it belongs to no other file.
tl::expected<std::string, std::string> put_aside(const fs::path& file) {
  std::error_code error;
  fs::path aside;
  for (int number = 1; aside.empty() || fs::exists(aside, error); ++number) {
    aside = file.parent_path() / fmt::format("{}{}.db", broken_begin, number);
  }
  fs::rename(file, aside, error);
  if (error)
    return Failure(fmt::format("{} is broken and cannot be renamed: {}", file.string(), error.message()));
  fs::remove(file.string() + "-wal", error);
  fs::remove(file.string() + "-shm", error);
  fs::remove(file.parent_path() / broken_mark, error);
  return fmt::format("The history could not be read and begins anew; the old one is kept as {}.",
                     aside.string());
}

std::string text_of(const json& from, const char* name) {
  const auto found = from.find(name);
  return found != from.end() && found->is_string() ? found->get<std::string>() : std::string();
}

const json& object_of(const json& from, const char* name) {
  static const json nothing = json::object();
  const auto found = from.find(name);
  return found != from.end() && found->is_object() ? *found : nothing;
}

/// Writes one report's rows. The caller holds the transaction.
class ReportWriter {
 public:
  ReportWriter(const History::Impl& store, const json& document)
      : store_(store),
        document_(document),
        find_name_(store.query("SELECT number FROM name WHERE text=?")),
        add_name_(store.query("INSERT INTO name(text) VALUES(?)")) {}

  bool write(bool unattended);

 private:
  std::int64_t number(std::string_view text);
  bool write_samples(std::int64_t finished);
  bool write_outcomes(std::int64_t finished);
  bool write_answers();

  const History::Impl& store_;
  const json& document_;
  Query find_name_;
  Query add_name_;
  std::int64_t spec_ = 0;
};

std::int64_t ReportWriter::number(std::string_view text) {
  find_name_.add(text);
  const bool known = find_name_.next();
  const std::int64_t found = known ? find_name_.integer(0) : 0;
  find_name_.run();
  if (known) return found;
  add_name_.add(text).run();
  return sqlite3_last_insert_rowid(store_.database.get());
}

bool ReportWriter::write(bool unattended) {
  const std::string spec = text_of(object_of(document_, "spec"), "name");
  const auto finished = to_seconds(parse_time(text_of(document_, "finished")).value_or(WallTime{}));
  const auto bytes = object_of(document_, "cost").value("bytes", std::int64_t{0});
  const std::string text = document_.dump(-1, ' ', false, json::error_handler_t::replace);
  Query insert = store_.query("INSERT OR IGNORE INTO report VALUES(?,?,?,?,?,?,?,?)");
  insert.add(text_of(document_, "id")).add(finished).add(spec).add(text_of(document_, "verdict"));
  insert.add(std::int64_t{unattended}).add(bytes).add(static_cast<std::int64_t>(text.size()));
  if (!insert.add_blob(compressed(text)).run()) return false;
  if (sqlite3_changes(store_.database.get()) == 0) return true;
  spec_ = number(spec);
  if (unattended && !store_.query("INSERT INTO used VALUES(?,?)").add(finished).add(bytes).run())
    return false;
  return write_samples(finished) && write_outcomes(finished) && write_answers() && !find_name_.failed() &&
         !add_name_.failed();
}

bool ReportWriter::write_samples(std::int64_t finished) {
  Query insert = store_.query("INSERT OR IGNORE INTO sample VALUES(?,?,?,?,?,?)");
  const auto number_or_null = [&](const json& from, const char* name) {
    const auto found = from.find(name);
    if (found == from.end() || !(found->is_number() || found->is_boolean())) return insert.add_null(), false;
    insert.add(found->is_boolean() ? (found->get<bool>() ? 1.0 : 0.0) : found->get<double>());
    return true;
  };
  for (const auto& [key, fact] : object_of(document_, "facts").items()) {
    const auto at = parse_time(text_of(fact, "at"));
    insert.add(number(key)).add(at ? to_seconds(*at) : finished);
    number_or_null(fact, "value");
    number_or_null(fact, "low");
    number_or_null(fact, "high");
    const std::string text = text_of(fact, "value");
    if (!(text.empty() ? insert.add_null() : insert.add(number(text))).run()) return false;
  }
  for (const auto& [key, why] : object_of(document_, "unmeasured").items()) {
    insert.add(number(key)).add(finished).add_null().add_null().add_null();
    if (!insert.add(number(text_of(why, "cause"))).run()) return false;
  }
  return !insert.failed();
}

bool ReportWriter::write_outcomes(std::int64_t finished) {
  Query insert = store_.query("INSERT OR REPLACE INTO outcome VALUES(?,?,?,?)");
  const auto findings = document_.find("findings");
  if (findings == document_.end() || !findings->is_array()) return true;
  for (const json& finding : *findings) {
    insert.add(spec_).add(number(text_of(finding, "rule"))).add(finished);
    if (!insert.add(number(text_of(finding, "outcome"))).run()) return false;
  }
  return true;
}

bool ReportWriter::write_answers() {
  Query insert = store_.query("INSERT OR REPLACE INTO answer VALUES(?,?,?,?)");
  for (const auto& [question, answer] : object_of(document_, "answers").items()) {
    const auto at = parse_time(text_of(answer, "at"));
    if (!at) continue;
    if (!insert.add(spec_)
             .add(std::string_view(question))
             .add(to_seconds(*at))
             .add(text_of(answer, "answer"))
             .run())
      return false;
  }
  return true;
}

/// Rolls back unless told that all is well.
class Transaction {
 public:
  explicit Transaction(sqlite3* database)
      : database_(database), open_(execute(database, "BEGIN IMMEDIATE")) {}
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction() {
    if (open_) execute(database_, "ROLLBACK");
  }
  explicit operator bool() const { return open_; }
  bool commit() {
    if (open_ && execute(database_, "COMMIT")) open_ = false;
    return !open_;
  }

 private:
  sqlite3* database_;
  bool open_;
};

}  // namespace

std::string History::Impl::error(std::string_view what) const {
  const int code = sqlite3_errcode(database.get());
  if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) {
    const int mark =
        ::open((folder / broken_mark).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (mark >= 0) ::close(mark);
    return fmt::format("the history could not be {}: {}; the next check or command sets it aside", what,
                       why(database.get(), folder / "history.db"));
  }
  return fmt::format("the history could not be {}: {}", what, why(database.get(), folder / "history.db"));
}

History::History(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
History::History(History&&) noexcept = default;
History& History::operator=(History&&) noexcept = default;
History::~History() = default;

const std::string& History::set_aside() const {
  return impl_->set_aside;
}

tl::expected<History, std::string> History::open(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    return Failure(fmt::format("the folder {} cannot be made: {}", folder.string(), error.message()));
  }
  const fs::path file = folder / "history.db";
  std::string aside;
  if (fs::exists(file, error) && (fs::exists(folder / broken_mark, error) || is_unusable(file))) {
    const auto put = put_aside(file);
    if (!put) return Failure(put.error());
    aside = *put;
  }
  auto database = open_database(file);
  if (!database) return Failure(database.error());
  return History(std::make_unique<Impl>(Impl{folder, std::move(*database), std::move(aside)}));
}

tl::expected<void, std::string> History::save(const Report& report, bool unattended) {
  return save_document(json(to_json(report)), unattended);
}

tl::expected<void, std::string> History::save_document(const json& document, bool unattended) {
  std::string why;
  const auto written = [&] {
    Transaction transaction(impl_->database.get());
    ReportWriter writer(*impl_, document);
    if (transaction && writer.write(unattended) && transaction.commit()) return true;
    why = impl_->error("written");  // before the rollback, after which nothing is wrong
    return false;
  };
  if (written()) return {};
  // A page in the middle can be broken where open() did not look.
  if (!is_damaged(impl_->database.get())) return Failure(why);
  impl_->database.reset();
  const fs::path file = impl_->folder / "history.db";
  const auto aside = put_aside(file);
  if (!aside) return Failure(aside.error());
  auto database = open_database(file);
  if (!database) return Failure(database.error());
  impl_->database = std::move(*database);
  impl_->set_aside = *aside;
  if (!written()) return Failure(why);
  return {};
}

tl::expected<void, std::string> History::save_sample(std::string_view key, WallTime at, double value) {
  Transaction transaction(impl_->database.get());
  const bool done =
      transaction && impl_->query("INSERT OR IGNORE INTO name(text) VALUES(?)").add(key).run() &&
      impl_->query("INSERT OR IGNORE INTO sample(key, at, value) SELECT number, ?, ? FROM name WHERE text=?")
          .add(to_seconds(at))
          .add(value)
          .add(key)
          .run();
  if (!done || !transaction.commit()) return Failure(impl_->error("written"));
  return {};
}

tl::expected<void, std::string> History::save_fates(const std::vector<PlannedFate>& fates) {
  Transaction transaction(impl_->database.get());
  Query insert = impl_->query("INSERT OR REPLACE INTO planned VALUES(?,?,?,?,?,?)");
  for (const PlannedFate& one : fates) {
    insert.add(to_seconds(one.planned)).add(one.job).add(one.weight).add(one.fate).add(one.reason);
    if (!insert.add(to_seconds(one.settled)).run()) return Failure(impl_->error("written"));
  }
  if (!transaction.commit()) return Failure(impl_->error("written"));
  return {};
}

tl::expected<void, std::string> History::trim(WallTime oldest, std::uint64_t bytes) {
  const auto drop_before = [&](std::int64_t time) {
    Transaction transaction(impl_->database.get());
    bool done = static_cast<bool>(transaction);
    for (const char* sql : {"DELETE FROM report WHERE finished < ?", "DELETE FROM sample WHERE at < ?",
                            "DELETE FROM outcome WHERE at < ?", "DELETE FROM used WHERE at < ?",
                            "DELETE FROM planned WHERE at < ?", "DELETE FROM answer WHERE at < ?"}) {
      done = done && impl_->query(sql).add(time).run();
    }
    return done && transaction.commit() && execute(impl_->database.get(), "PRAGMA incremental_vacuum");
  };
  const auto pages = [&](const char* pragma) {
    Query query = impl_->query(pragma);
    return query.next() ? static_cast<std::uint64_t>(query.integer(0)) : 0;
  };
  const auto too_large = [&] { return pages("PRAGMA page_count") * pages("PRAGMA page_size") > bytes; };
  Query first = impl_->query("SELECT min(finished) FROM report");
  const bool old = first.next() && !first.null(0) && first.integer(0) < to_seconds(oldest);
  first.run();
  if (old && !drop_before(to_seconds(oldest))) return Failure(impl_->error("trimmed"));
  while (too_large()) {
    // A tenth at a time, so that a database at its bound is not trimmed after every check.
    Query tenth = impl_->query(
        "SELECT finished FROM report ORDER BY finished LIMIT 1 OFFSET (SELECT count(*)/10+1 FROM report)");
    if (!tenth.next()) break;
    const std::int64_t until = tenth.integer(0);
    tenth.run();
    if (!drop_before(until)) return Failure(impl_->error("trimmed"));
  }
  return {};
}

tl::expected<void, std::string> History::forget() {
  // The write-ahead log still holds what was written; only a truncating checkpoint empties it.
  constexpr const char* erase =
      "DELETE FROM report; DELETE FROM sample; DELETE FROM outcome; DELETE FROM answer; DELETE FROM used;"
      "DELETE FROM planned; DELETE FROM name; VACUUM; PRAGMA wal_checkpoint(TRUNCATE);";
  std::error_code error;
  if (!execute(impl_->database.get(), erase)) {
    // A page that cannot be read cannot be emptied, but its file can go.
    const int code = sqlite3_errcode(impl_->database.get());
    if (code != SQLITE_CORRUPT && code != SQLITE_NOTADB) return Failure(impl_->error("erased"));
    const fs::path file = impl_->folder / "history.db";
    impl_->database.reset();
    for (const char* ending : {"-wal", "-shm", ""}) fs::remove(file.string() + ending, error);
    auto anew = open_database(file);
    if (!anew) return Failure(anew.error());
    impl_->database = std::move(*anew);
  }
  std::vector<fs::path> others;
  for (const auto& entry : fs::directory_iterator(impl_->folder, error)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(broken_begin) || name.starts_with(unsaved_begin)) others.push_back(entry.path());
  }
  for (const fs::path& file : others) {
    if (!fs::remove(file, error)) {
      return Failure(fmt::format("{} could not be erased: {}", file.string(), error.message()));
    }
  }
  return {};
}

}  // namespace deskready
