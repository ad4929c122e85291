// The history's reading side.
#include <fmt/format.h>

#include <algorithm>

#include "reports/history/history_store.h"

namespace deskready {
namespace {

using Failure = tl::unexpected<std::string>;

std::vector<HistoryEntry> entries_of(Query& query) {
  std::vector<HistoryEntry> entries;
  while (query.next())
    entries.push_back({query.text(0), from_seconds(query.integer(1)), query.text(2), query.text(3)});
  return entries;
}

}  // namespace

tl::expected<std::vector<HistoryEntry>, std::string> History::latest(int count) const {
  Query query = impl_->query(
      "SELECT id, finished, spec, verdict FROM report ORDER BY finished DESC, rowid DESC LIMIT ?");
  auto entries = entries_of(query.add(std::int64_t{count}));
  if (query.failed()) return Failure(impl_->error("read"));
  return entries;
}

tl::expected<std::vector<HistoryEntry>, std::string> History::entries(std::string_view spec, WallTime from,
                                                                      WallTime to) const {
  Query query = impl_->query(
      "SELECT id, finished, spec, verdict FROM report WHERE finished >= ? AND finished < ? AND spec = ? "
      "ORDER BY finished");
  auto entries = entries_of(query.add(to_seconds(from)).add(to_seconds(to)).add(spec));
  if (query.failed()) return Failure(impl_->error("read"));
  return entries;
}

tl::expected<std::vector<HistoryEntry>, std::string> History::standing_at(WallTime time) const {
  Query query = impl_->query(
      "SELECT id, max(finished), spec, verdict FROM report WHERE finished <= ? GROUP BY spec ORDER BY spec");
  auto entries = entries_of(query.add(to_seconds(time)));
  if (query.failed()) return Failure(impl_->error("read"));
  return entries;
}

tl::expected<nlohmann::json, std::string> History::document(std::string_view id) const {
  Query query = impl_->query(
      "SELECT size, document FROM report WHERE id BETWEEN ?1 AND ?1 || '~' AND substr(id, 1, length(?1)) = "
      "?1 LIMIT 2");
  if (id.empty() || !query.add(id).next()) {
    if (query.failed()) return Failure(impl_->error("read"));
    return Failure(fmt::format("no report begins with \"{}\"; deskready history lists them", id));
  }
  const std::string text = uncompressed(query.blob(1), static_cast<std::size_t>(query.integer(0)));
  if (query.next()) {
    return Failure(fmt::format("more than one report begins with \"{}\"; give more of it", id));
  }
  auto json = nlohmann::json::parse(text, nullptr, false);
  if (json.is_discarded()) return Failure(fmt::format("the report {} is damaged in the history", id));
  return json;
}

tl::expected<void, std::string> History::each_document(
    std::string_view spec, WallTime from, WallTime to,
    const std::function<void(const nlohmann::json&)>& function) const {
  Query query = impl_->query(
      "SELECT size, document FROM report WHERE finished >= ? AND finished < ? AND spec = ? ORDER BY "
      "finished");
  query.add(to_seconds(from)).add(to_seconds(to)).add(spec);
  while (query.next()) {
    const std::string text = uncompressed(query.blob(1), static_cast<std::size_t>(query.integer(0)));
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (json.is_object()) function(json);
  }
  if (query.failed()) return Failure(impl_->error("read"));
  return {};
}

tl::expected<Report, std::string> History::find(std::string_view id) const {
  const auto json = document(id);
  if (!json) return Failure(json.error());
  return report_from_json(*json);
}

tl::expected<std::vector<Sample>, std::string> History::series(std::string_view key, WallTime from,
                                                               WallTime to) const {
  Query query = impl_->query(
      "SELECT at, value, name.text FROM sample LEFT JOIN name ON name.number = sample.text "
      "WHERE key = (SELECT number FROM name WHERE text = ?) AND at >= ? AND at < ? ORDER BY at");
  query.add(key).add(to_seconds(from)).add(to_seconds(to));
  std::vector<Sample> samples;
  while (query.next()) {
    Sample sample{from_seconds(query.integer(0)), std::nullopt, query.text(2)};
    if (!query.null(1)) sample.value = query.real(1);
    samples.push_back(std::move(sample));
  }
  if (query.failed()) return Failure(impl_->error("read"));
  return samples;
}

tl::expected<std::vector<std::string>, std::string> History::keys() const {
  // One jump in the index for each key, where DISTINCT would read every sample.
  Query query = impl_->query(
      "WITH RECURSIVE step(key) AS (SELECT min(key) FROM sample UNION ALL "
      "SELECT (SELECT min(key) FROM sample WHERE key > step.key) FROM step WHERE step.key IS NOT NULL) "
      "SELECT text FROM step JOIN name ON name.number = step.key ORDER BY text");
  std::vector<std::string> keys;
  while (query.next()) keys.push_back(query.text(0));
  if (query.failed()) return Failure(impl_->error("read"));
  return keys;
}

tl::expected<std::vector<RuleOutcome>, std::string> History::outcomes(std::string_view spec,
                                                                      std::string_view rule, WallTime from,
                                                                      WallTime to) const {
  Query query = impl_->query(
      "SELECT at, name.text FROM outcome JOIN name ON name.number = outcome "
      "WHERE spec = (SELECT number FROM name WHERE text = ?) AND rule = (SELECT number FROM name WHERE text "
      "= ?) "
      "AND at >= ? AND at < ? ORDER BY at");
  query.add(spec).add(rule).add(to_seconds(from)).add(to_seconds(to));
  std::vector<RuleOutcome> outcomes;
  while (query.next()) outcomes.push_back({from_seconds(query.integer(0)), query.text(1)});
  if (query.failed()) return Failure(impl_->error("read"));
  return outcomes;
}

tl::expected<std::vector<RuleStanding>, std::string> History::rules(std::string_view spec) const {
  // Backwards from the newest, and only as far as needed: what holds today is found at once, however long the
  // history is.
  Query each = impl_->query(
      "WITH RECURSIVE wanted(spec) AS (SELECT number FROM name WHERE text = ?), "
      "step(spec, rule) AS (SELECT spec, (SELECT min(rule) FROM outcome WHERE outcome.spec = wanted.spec) "
      "FROM wanted "
      "UNION ALL SELECT spec, (SELECT min(rule) FROM outcome WHERE outcome.spec = step.spec AND rule > "
      "step.rule) "
      "FROM step WHERE step.rule IS NOT NULL) "
      "SELECT text, step.spec, rule FROM step JOIN name ON name.number = rule ORDER BY text");
  Query latest = impl_->query(
      "SELECT name.text FROM outcome JOIN name ON name.number = outcome WHERE spec = ? AND rule = ? "
      "ORDER BY at DESC LIMIT 1");
  Query met = impl_->query(
      "SELECT at FROM outcome WHERE spec = ? AND rule = ? AND outcome IN "
      "(SELECT number FROM name WHERE text IN ('met', 'waived')) ORDER BY at DESC LIMIT 1");
  Query failed = impl_->query(
      "SELECT at FROM outcome WHERE spec = ? AND rule = ? AND at > ? AND outcome = "
      "(SELECT number FROM name WHERE text = 'not_met') ORDER BY at LIMIT 1");
  std::vector<RuleStanding> rules;
  for (each.add(spec); each.next();) {
    RuleStanding rule{.rule = each.text(0), .outcome = {}, .failing_since = {}, .last_met = {}};
    if (latest.add(each.integer(1)).add(each.integer(2)).next()) rule.outcome = latest.text(0);
    latest.run();
    if (met.add(each.integer(1)).add(each.integer(2)).next()) rule.last_met = from_seconds(met.integer(0));
    met.run();
    failed.add(each.integer(1))
        .add(each.integer(2))
        .add(rule.last_met ? to_seconds(*rule.last_met) : std::int64_t{0});
    if (failed.next()) rule.failing_since = from_seconds(failed.integer(0));
    failed.run();
    rules.push_back(std::move(rule));
  }
  if (each.failed() || latest.failed() || met.failed() || failed.failed())
    return Failure(impl_->error("read"));
  return rules;
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
