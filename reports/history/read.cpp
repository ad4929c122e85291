// The history's reading side.
#include <fmt/format.h>

#include <algorithm>

#include "config/base/json/bounded_json.h"
#include "reports/history/history_store.h"
#include "reports/history/report_rows.h"
#include "reports/words/refusals/json_words.h"

namespace deskready {
namespace {

using Failure = tl::unexpected<std::string>;

/// Of rows (id, finished, spec, role, reference, verdict).
std::vector<HistoryEntry> entries_of(Query& query) {
  std::vector<HistoryEntry> entries;
  while (query.next())
    entries.push_back({query.text(0),
                       from_seconds(query.integer(1)),
                       {query.text(2), query.text(3), query.text(4)},
                       query.text(5)});
  return entries;
}

struct StoredDocument {
  std::int64_t row = 0;
  tl::expected<nlohmann::json, JsonRefusal> json;
  bool well = false;  ///< it reads, and its row says of it what it says itself
};

/// Of a row (rowid, size, document, id, finished, spec, role, reference, verdict).
StoredDocument stored_document(const Query& query) {
  StoredDocument stored{query.integer(0), read_json(uncompressed(query.blob(2), query.integer(1)))};
  if (!stored.json) return stored;
  const ReportColumns row{query.text(3), query.integer(4), query.text(5),
                          query.text(6), query.text(7),    query.text(8)};
  const auto own = report_columns(*stored.json);
  stored.well = !own || *own == row;
  return stored;
}

}  // namespace

tl::expected<std::vector<HistoryEntry>, std::string> History::latest(int count) const {
  Query query = impl_->query(
      "SELECT id, finished, spec, role, reference, verdict FROM report JOIN job ON job.number = report.job "
      "ORDER BY finished DESC, report.rowid DESC LIMIT ?");
  auto entries = entries_of(query.add(std::int64_t{count}));
  if (query.failed()) return Failure(impl_->error("read"));
  return entries;
}

tl::expected<std::vector<JobKey>, std::string> History::jobs() const {
  Query query = impl_->query(
      "SELECT spec, role, reference FROM report JOIN job ON job.number = report.job "
      "GROUP BY report.job ORDER BY max(finished) DESC, max(report.rowid) DESC");
  std::vector<JobKey> jobs;
  while (query.next()) jobs.push_back({query.text(0), query.text(1), query.text(2)});
  if (query.failed()) return Failure(impl_->error("read"));
  return jobs;
}

tl::expected<std::vector<HistoryEntry>, std::string> History::entries(std::string_view spec, WallTime from,
                                                                      WallTime to) const {
  Query query = impl_->query(
      "SELECT id, finished, spec, role, reference, verdict FROM report JOIN job ON job.number = report.job "
      "WHERE finished >= ? AND finished < ? AND spec = ? ORDER BY finished");
  auto entries = entries_of(query.add(to_seconds(from)).add(to_seconds(to)).add(spec));
  if (query.failed()) return Failure(impl_->error("read"));
  return entries;
}

tl::expected<std::vector<HistoryEntry>, std::string> History::latest_of_each_job(WallTime time) const {
  Query query = impl_->query(
      "SELECT id, finished, spec, role, reference, verdict FROM job JOIN report ON report.rowid = "
      "(SELECT rowid FROM report AS own WHERE own.job = job.number AND own.finished <= ? "
      "ORDER BY own.finished DESC, own.rowid DESC LIMIT 1) ORDER BY spec, role, reference");
  auto entries = entries_of(query.add(to_seconds(time)));
  if (query.failed()) return Failure(impl_->error("read"));
  return entries;
}

tl::expected<nlohmann::json, std::string> History::document(std::string_view id) const {
  Query query = impl_->query(
      "SELECT report.rowid, size, document, id, finished, spec, role, reference, verdict FROM report"
      " LEFT JOIN job ON job.number = report.job"
      " WHERE id BETWEEN ?1 AND ?1 || '~' AND substr(id, 1, length(?1)) = ?1 LIMIT 2");
  if (id.empty() || !query.add(id).next()) {
    if (query.failed()) return Failure(impl_->error("read"));
    return Failure(fmt::format("no report begins with \"{}\"; deskready history lists them", id));
  }
  StoredDocument stored = stored_document(query);
  if (query.next()) {
    return Failure(fmt::format("more than one report begins with \"{}\"; give more of it", id));
  }
  if (!stored.well) impl_->mend({stored.row});
  if (!stored.json)
    return Failure(fmt::format("the report {} is damaged in the history: {}", id,
                               refusal_words("en", stored.json.error())));
  return *std::move(stored.json);
}

tl::expected<void, std::string> History::each_document(
    std::string_view spec, std::string_view role, WallTime from, WallTime to,
    const std::function<void(const nlohmann::json&)>& function) const {
  Query query = impl_->query(
      "SELECT report.rowid, size, document, id, finished, spec, role, reference, verdict FROM report"
      " JOIN job ON job.number = report.job WHERE finished >= ? AND finished < ? "
      "AND job IN (SELECT number FROM job WHERE spec = ? AND role = ?) ORDER BY finished");
  query.add(to_seconds(from)).add(to_seconds(to)).add(spec).add(role);
  std::vector<std::int64_t> damaged;
  while (query.next()) {
    const StoredDocument stored = stored_document(query);
    if (!stored.well) damaged.push_back(stored.row);
    if (stored.json && stored.json->is_object()) function(*stored.json);
  }
  if (query.failed()) return Failure(impl_->error("read"));
  impl_->mend(damaged);
  return {};
}

tl::expected<Report, std::string> History::find(std::string_view id) const {
  const auto json = document(id);
  if (!json) return Failure(json.error());
  return report_from_json(*json);
}

tl::expected<std::vector<SaidAnswer>, std::string> History::answers(WallTime from, WallTime to) const {
  Query query = impl_->query(
      "SELECT at, text, question, answer FROM answer JOIN name ON name.number = spec "
      "WHERE at >= ? AND at < ? ORDER BY at, text, question");
  query.add(to_seconds(from)).add(to_seconds(to));
  std::vector<SaidAnswer> said;
  while (query.next())
    said.push_back({from_seconds(query.integer(0)), query.text(1), query.text(2), query.text(3)});
  if (query.failed()) return Failure(impl_->error("read"));
  return said;
}

tl::expected<std::vector<StartedAnyway>, std::string> History::started_anyway(WallTime from,
                                                                              WallTime to) const {
  Query query = impl_->query(
      "SELECT at, job, verdict, program FROM started_anyway WHERE at >= ? AND at < ? ORDER BY at, job");
  query.add(to_seconds(from)).add(to_seconds(to));
  std::vector<StartedAnyway> started;
  while (query.next())
    started.push_back({from_seconds(query.integer(0)), query.text(1), query.text(2), query.text(3)});
  if (query.failed()) return Failure(impl_->error("read"));
  return started;
}

tl::expected<std::vector<Spent>, std::string> History::spent(WallTime since) const {
  Query query = impl_->query("SELECT at, bytes FROM used WHERE at >= ? ORDER BY at");
  std::vector<Spent> spent;
  for (query.add(to_seconds(since)); query.next();) {
    const auto bytes = static_cast<std::uint64_t>(std::max(query.integer(1), std::int64_t{0}));
    spent.push_back({from_seconds(query.integer(0)), bytes});
  }
  if (query.failed()) return Failure(impl_->error("read"));
  return spent;
}

tl::expected<std::vector<PlannedFate>, std::string> History::fates(WallTime from, WallTime to) const {
  Query query = impl_->query(
      "SELECT job, weight, fate, reason, at, settled FROM planned WHERE at >= ? AND at < ? ORDER BY at");
  query.add(to_seconds(from)).add(to_seconds(to));
  std::vector<PlannedFate> fates;
  while (query.next()) {
    fates.push_back({query.text(0), query.text(1), query.text(2), query.text(3),
                     from_seconds(query.integer(4)), from_seconds(query.integer(5))});
  }
  if (query.failed()) return Failure(impl_->error("read"));
  return fates;
}

}  // namespace deskready
