// How rules went, from the history.
#include <algorithm>

#include "reports/history/history_store.h"

namespace deskready {
namespace {

using Failure = tl::unexpected<std::string>;

}  // namespace

tl::expected<std::vector<RuleOutcome>, std::string> History::outcomes(const JobKey& job,
                                                                      std::string_view rule, WallTime from,
                                                                      WallTime to) const {
  Query query = impl_->query(
      "SELECT at, name.text FROM outcome JOIN name ON name.number = outcome "
      "WHERE job = (SELECT number FROM job WHERE spec = ? AND role = ? AND reference = ?) "
      "AND rule = (SELECT number FROM name WHERE text = ?) AND at >= ? AND at < ? ORDER BY at");
  query.add(job.spec).add(job.role).add(job.reference).add(rule).add(to_seconds(from)).add(to_seconds(to));
  std::vector<RuleOutcome> outcomes;
  while (query.next()) outcomes.push_back({from_seconds(query.integer(0)), query.text(1)});
  if (query.failed()) return Failure(impl_->error("read"));
  return outcomes;
}

tl::expected<std::vector<RuleStanding>, std::string> History::rules(const JobKey& job) const {
  // Backwards from the newest, and only as far as needed: what holds today is found at once, however long the
  // history is.
  Query each = impl_->query(
      "WITH RECURSIVE wanted(job) AS (SELECT number FROM job WHERE spec = ? AND role = ? AND reference = ?), "
      "step(job, rule) AS (SELECT job, (SELECT min(rule) FROM outcome WHERE outcome.job = wanted.job) "
      "FROM wanted UNION ALL SELECT job, (SELECT min(rule) FROM outcome WHERE outcome.job = step.job "
      "AND rule > step.rule) FROM step WHERE step.rule IS NOT NULL) "
      "SELECT text, step.job, rule FROM step JOIN name ON name.number = rule ORDER BY text");
  Query latest = impl_->query(
      "SELECT name.text FROM outcome JOIN name ON name.number = outcome WHERE job = ? AND rule = ? "
      "ORDER BY at DESC LIMIT 1");
  Query met = impl_->query(
      "SELECT at FROM outcome WHERE job = ? AND rule = ? AND outcome = "
      "(SELECT number FROM name WHERE text = 'met') ORDER BY at DESC LIMIT 1");
  // What was waived did not fail then, and was not met either.
  Query waived = impl_->query(
      "SELECT at FROM outcome WHERE job = ? AND rule = ? AND outcome = "
      "(SELECT number FROM name WHERE text = 'waived') ORDER BY at DESC LIMIT 1");
  Query failed = impl_->query(
      "SELECT at FROM outcome WHERE job = ? AND rule = ? AND at > ? AND outcome = "
      "(SELECT number FROM name WHERE text = 'not_met') ORDER BY at LIMIT 1");
  std::vector<RuleStanding> rules;
  for (each.add(job.spec).add(job.role).add(job.reference); each.next();) {
    RuleStanding rule{.rule = each.text(0), .outcome = {}, .failing_since = {}, .last_met = {}};
    if (latest.add(each.integer(1)).add(each.integer(2)).next()) rule.outcome = latest.text(0);
    latest.run();
    if (met.add(each.integer(1)).add(each.integer(2)).next()) rule.last_met = from_seconds(met.integer(0));
    met.run();
    std::int64_t held = rule.last_met ? to_seconds(*rule.last_met) : 0;
    if (waived.add(each.integer(1)).add(each.integer(2)).next()) held = std::max(held, waived.integer(0));
    waived.run();
    failed.add(each.integer(1)).add(each.integer(2)).add(held);
    if (failed.next()) rule.failing_since = from_seconds(failed.integer(0));
    failed.run();
    rules.push_back(std::move(rule));
  }
  if (each.failed() || latest.failed() || met.failed() || waived.failed() || failed.failed())
    return Failure(impl_->error("read"));
  return rules;
}

}  // namespace deskready
