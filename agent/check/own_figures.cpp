#include "agent/check/own_figures.h"

#include <algorithm>
#include <set>
#include <utility>

#include "config/base/json/json_read.h"
#include "config/facts/catalogue.h"
#include "config/facts/fact_key.h"
#include "config/spec/questions.h"
#include "probes/noted.h"

namespace deskready {
namespace {

/// Shows no more than `most`; returns the share of the figure that is left.
double lower_to(double most, Fact& fact) {
  const double* value = std::get_if<double>(&fact.value);
  if (value == nullptr || *value <= most) return 1;
  const double share = most / *value;
  fact.value = most;
  if (fact.low) fact.low = std::min(*fact.low, most);
  fact.high.reset();
  fact.at_least = true;
  forget_other_minutes(fact);
  if (const auto rate = number_of(fact.detail, "wire_rate")) fact.detail["wire_rate"] = *rate * share;
  return share;
}

}  // namespace

Facts own_figures(Facts facts, const Spec& spec) {
  for (auto& [key, fact] : facts.known) forget_offered(fact);
  for (const auto& [key, limits] : limits_of(spec)) {
    const FactInfo* info = find_fact(key.name);
    const auto found = facts.known.find(to_string(key));
    if (info == nullptr || info->offered == 0 || found == facts.known.end()) continue;
    if (limits.empty() || !std::holds_alternative<double>(found->second.value)) continue;
    const Cost whole = found->second.cost;
    const double share = lower_to(limits.back() * info->offered, found->second);
    if (share == 1) continue;
    // The same transfer stands behind other figures, too.
    for (auto& [other, fact] : facts.known) {
      if (fact.cost.bytes == whole.bytes && fact.cost.seconds == whole.seconds)
        fact.cost.bytes = static_cast<std::uint64_t>(static_cast<double>(whole.bytes) * share);
    }
  }
  return facts;
}

OwnShare own_share(const Spec& spec, std::span<const Facts> attempts, WallTime began) {
  std::set<std::pair<std::uint64_t, double>> transfers;
  std::set<WallTime> times;
  for (const Facts& facts : attempts) {
    for (const FactKey& key : keys_of(spec)) {
      const Fact* fact = facts.find(to_string(key));
      if (fact == nullptr || fact->at < began) continue;
      transfers.emplace(fact->cost.bytes, fact->cost.seconds);
      times.insert(fact->at);
    }
  }
  OwnShare share{times.empty() ? began : *times.begin(), times.empty() ? began : *times.rbegin(), {}};
  for (const auto& [bytes, seconds] : transfers) share.cost += {bytes, seconds};
  return share;
}

}  // namespace deskready
