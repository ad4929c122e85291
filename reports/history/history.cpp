#include "reports/history/history.h"

#include <fmt/format.h>

#include "config/base/json_read.h"
#include "reports/history/history_store.h"
#include "reports/history/recovery.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;
using Failure = tl::unexpected<std::string>;
using nlohmann::json;

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
  return sqlite3_last_insert_rowid(store_.connection());
}

bool ReportWriter::write(bool unattended) {
  const std::string spec = text_of(object_of(document_, "spec"), "name");
  const auto finished = to_seconds(parse_time(text_of(document_, "finished")).value_or(WallTime{}));
  const auto bytes = count_of(object_of(document_, "cost"), "bytes").value_or(0);
  const std::string text = json_text(document_);
  Query insert = store_.query("INSERT OR IGNORE INTO report VALUES(?,?,?,?,?,?,?,?)");
  insert.add(text_of(document_, "id")).add(finished).add(spec).add(text_of(document_, "verdict"));
  insert.add(std::int64_t{unattended}).add(bytes).add(static_cast<std::int64_t>(text.size()));
  if (!insert.add_blob(compressed(text)).run()) return false;
  if (sqlite3_changes(store_.connection()) == 0) return true;
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

}  // namespace

std::string History::Impl::error(std::string_view what) const {
  const std::string because = why(connection(), database_file(folder));
  if (!tells_damage(sqlite3_errcode(connection())))
    return fmt::format("the history could not be {}: {}", what, because);
  mark_broken(folder);
  return fmt::format("the history could not be {}: {}; the next check or command sets it aside", what,
                     because);
}

History::History(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
History::History(History&&) noexcept = default;
History& History::operator=(History&&) noexcept = default;
History::~History() = default;

const std::string& History::set_aside() const {
  return impl_->database.set_aside;
}

tl::expected<History, std::string> History::open(const fs::path& folder) {
  auto database = open_database(folder);
  if (!database) return Failure(database.error());
  return History(std::make_unique<Impl>(Impl{folder, std::move(*database)}));
}

tl::expected<void, std::string> History::save(const Report& report, bool unattended) {
  return save_document(json(to_json(report)), unattended);
}

tl::expected<void, std::string> History::save_document(const json& document, bool unattended) {
  std::string why;
  const auto written = [&] {
    Transaction transaction(impl_->connection());
    ReportWriter writer(*impl_, document);
    if (transaction && writer.write(unattended) && transaction.commit()) return true;
    why = impl_->error("written");  // before the rollback, after which nothing is wrong
    return false;
  };
  if (written()) return {};
  // A page in the middle can be broken where open() did not look.
  if (!is_damaged(impl_->connection())) return Failure(why);
  mark_broken(impl_->folder);
  impl_->close();
  auto anew = open_database(impl_->folder);
  if (!anew) return Failure(anew.error());
  impl_->database = std::move(*anew);
  if (!written()) return Failure(why);
  return {};
}

tl::expected<void, std::string> History::save_sample(std::string_view key, WallTime at, double value) {
  Transaction transaction(impl_->connection());
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
  Transaction transaction(impl_->connection());
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
    Transaction transaction(impl_->connection());
    bool done = static_cast<bool>(transaction);
    for (const char* sql : {"DELETE FROM report WHERE finished < ?", "DELETE FROM sample WHERE at < ?",
                            "DELETE FROM outcome WHERE at < ?", "DELETE FROM used WHERE at < ?",
                            "DELETE FROM planned WHERE at < ?", "DELETE FROM answer WHERE at < ?"}) {
      done = done && impl_->query(sql).add(time).run();
    }
    return done && transaction.commit() && execute(impl_->connection(), "PRAGMA incremental_vacuum");
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
  if (!execute(impl_->connection(), erase)) {
    // A page that cannot be read cannot be emptied, but its file can go.
    if (!tells_damage(sqlite3_errcode(impl_->connection()))) return Failure(impl_->error("erased"));
    auto anew = begin_anew(std::move(impl_->database), impl_->folder);
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
