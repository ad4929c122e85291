#include "agent/check/past/look_back.h"

#include <algorithm>

#include "config/facts/catalogue.h"
#include "probes/detail.h"
#include "reports/assess/applies.h"
#include "reports/history/history.h"

namespace deskready {
namespace {

/// The series that decides the rule.
FactKey series_key(const Rule& rule) {
  const FactInfo* info = find_fact(rule.key.name);
  return info != nullptr && info->from_history() ? FactKey{std::string(info->known_from), {}, {}, {}}
                                                 : rule.key;
}

/// As the report of this check will have them.
Facts newest(const std::vector<Facts>& attempts) {
  Facts all;
  for (const Facts& attempt : attempts) {
    for (const auto& [key, fact] : attempt.known) all.add(key, fact);
    for (const auto& [key, why] : attempt.unknown) {
      if (all.find(key) == nullptr) all.cannot(key, why);
    }
  }
  return all;
}

}  // namespace

void look_back(const Spec& spec, const std::vector<Facts>& attempts, const OwnChecks& whose,
               const std::function<tl::expected<History, std::string>()>& open, WallTime now,
               Circumstances& circumstances) {
  std::vector<const Rule*> rules = all_rules(spec);
  std::erase_if(rules, [](const Rule* rule) { return !is_over_time(*rule); });
  if (rules.empty()) return;
  std::vector<FactKey> keys;
  double longest = 0;
  for (const Rule* rule : rules) {
    keys.push_back(series_key(*rule));
    longest = std::max(longest, window_of(*rule).seconds);
  }
  const auto from = now - std::chrono::floor<WallTime::duration>(std::chrono::duration<double>(longest));
  // The history counts in seconds, and what it has of this one was before, too.
  const auto until = std::chrono::floor<std::chrono::seconds>(now) + std::chrono::seconds(1);
  const auto history = open();
  auto series =
      history ? read_fact_series(*history, whose.of, keys, from, until)
              : tl::expected<std::map<FactKey, FactSeries>, std::string>(tl::unexpected(history.error()));
  for (const Rule* rule : rules) {
    if (!series)
      circumstances.over_time.emplace(
          rule->id, tl::unexpected(unmeasured(
                        Cause::failed, {Detail::history_unread, {{"system", SystemText(series.error())}}})));
  }
  if (!series) return;
  add_to_series(*series, newest(attempts), to_string(circumstances.far_end), now);
  for (const Rule* rule : rules) {
    FactSeries& own = series->at(series_key(*rule));
    std::erase_if(own, [&](const CheckedFact& one) {
      return one.fact && of_another_server(rule->key, *one.fact, spec);
    });
    circumstances.over_time.emplace(rule->id, over_time(*rule, own, whose.hours, now));
  }
}

}  // namespace deskready
