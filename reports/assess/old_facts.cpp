#include "reports/assess/old_facts.h"

#include <algorithm>
#include <chrono>
#include <map>

#include "config/spec/rule_key.h"

namespace deskready {
namespace {

constexpr double day = 86400;

/// How old each fact may be, by key, where every rule about it says so.
std::map<std::string, double> allowed_ages(const Spec& spec) {
  std::map<std::string, double> ages;
  for (const Rule* rule : all_rules(spec)) {
    const double own = std::max(rule->valid_seconds, day);
    const auto [place, is_new] = ages.emplace(key_of(*rule), own);
    if (!is_new) place->second = std::min(place->second, own);
  }
  return ages;
}

}  // namespace

std::vector<OldFact> old_facts(const Facts& facts, WallTime started, const Spec* spec) {
  const auto allowed = spec == nullptr ? std::map<std::string, double>() : allowed_ages(*spec);
  std::vector<OldFact> old;
  for (const auto& [key, fact] : facts.known) {
    const double age = std::chrono::duration<double>(started - fact.at).count();
    const auto own = allowed.find(key);
    if (age > (own == allowed.end() ? day : own->second)) old.push_back({key, age});
  }
  std::stable_sort(old.begin(), old.end(),
                   [](const OldFact& a, const OldFact& b) { return a.seconds > b.seconds; });
  return old;
}

}  // namespace deskready
