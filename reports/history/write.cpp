// The history's writing side.
#include "reports/history/history_store.h"
#include "reports/history/recovery.h"
#include "reports/history/report_rows.h"

namespace deskready {
namespace {

using Failure = tl::unexpected<std::string>;
using nlohmann::json;

}  // namespace

tl::expected<void, std::string> History::save(const Report& report, bool unattended) {
  return save_document(json(to_json(report)), unattended);
}

tl::expected<void, std::string> History::save_document(const json& document, bool unattended) {
  const auto write = [&]() -> tl::expected<void, std::string> {
    Transaction transaction(impl_->connection());
    if (!transaction) return Failure(impl_->error("written"));
    const auto rows = write_report_rows(impl_->connection(), document, unattended);
    if (!rows) return Failure(impl_->error("written", rows.error()));
    if (!transaction.commit()) return Failure(impl_->error("written"));
    return {};
  };
  auto written = write();
  // A page in the middle can be broken where open() did not look.
  if (written || !is_damaged(impl_->connection())) return written;
  if (const auto anew = impl_->begin_after_damage(); !anew) return Failure(anew.error());
  return write();
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

tl::expected<void, std::string> History::save_started(const std::vector<StartedAnyway>& started) {
  Transaction transaction(impl_->connection());
  Query insert = impl_->query("INSERT OR REPLACE INTO started_anyway VALUES(?,?,?,?)");
  for (const StartedAnyway& one : started) {
    insert.add(to_seconds(one.at)).add(one.job).add(one.program).add(one.verdict);
    if (!insert.run()) return Failure(impl_->error("written"));
  }
  if (!transaction.commit()) return Failure(impl_->error("written"));
  return {};
}

tl::expected<void, std::string> History::take_back_started(const std::vector<StartedAnyway>& started) {
  Transaction transaction(impl_->connection());
  Query remove = impl_->query("DELETE FROM started_anyway WHERE at = ? AND job = ? AND program = ?");
  for (const StartedAnyway& one : started) {
    remove.add(to_seconds(one.at)).add(one.job).add(one.program);
    if (!remove.run()) return Failure(impl_->error("written"));
  }
  if (!transaction.commit()) return Failure(impl_->error("written"));
  return {};
}

}  // namespace deskready
