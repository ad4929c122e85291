// How one fact went, from the history.
#include "reports/history/history_store.h"

namespace deskready {
namespace {

using Failure = tl::unexpected<std::string>;

}  // namespace

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

}  // namespace deskready
