#include "reports/over_time/fact_series.h"

#include <algorithm>

#include "config/base/json/json_read.h"
#include "config/facts/key_subject.h"
#include "reports/document/fact_json.h"
#include "reports/history/history.h"

namespace deskready {
namespace {

using nlohmann::json;

/// Of a stored report only what is wanted: the rest need not be read.
Facts facts_of(const json& report, const std::map<FactKey, FactSeries>& wanted) {
  Facts facts;
  for (const auto& [key, series] : wanted) {
    const std::string name = to_string(key);
    if (const json* known = member_of(object_of(report, "facts"), name)) {
      if (auto fact = fact_from_json(name, *known)) facts.add(name, std::move(*fact));
    } else if (const json* unknown = member_of(object_of(report, "unmeasured"), name)) {
      if (auto why = unmeasured_from_json(name, *unknown)) facts.cannot(name, std::move(*why));
    }
  }
  return facts;
}

void put(FactSeries& series, CheckedFact one) {
  const auto place = std::lower_bound(series.begin(), series.end(), one.at,
                                      [](const CheckedFact& a, WallTime at) { return a.at < at; });
  // A figure that a later report carried forward is the same measurement.
  if (place != series.end() && place->at == one.at && place->fact.has_value() >= one.fact.has_value()) return;
  series.insert(place, std::move(one));
}

}  // namespace

void add_to_series(std::map<FactKey, FactSeries>& wanted, const Facts& facts, std::string_view far_end,
                   WallTime finished) {
  for (auto& [key, series] : wanted) {
    const bool about_line = about_far_end(key);
    if (about_line && far_end != "as_named" && far_end != "none") continue;
    const std::string name = to_string(key);
    if (const Fact* fact = facts.find(name)) {
      if (!about_line || far_end == "as_named") put(series, {fact->at, *fact, {}});
    } else if (const Unmeasured* why = facts.why_not(name)) {
      put(series, {finished, std::nullopt, why->cause});
    }
  }
}

tl::expected<std::map<FactKey, FactSeries>, std::string> read_fact_series(const History& history,
                                                                          const ChecksOf& whose,
                                                                          const std::vector<FactKey>& wanted,
                                                                          WallTime from, WallTime to) {
  std::map<FactKey, FactSeries> series;
  for (const FactKey& key : wanted) series[key];
  const auto read = history.each_document(whose.spec, whose.role, from, to, [&](const json& report) {
    const std::string machine = text_of(report, "machine");
    if (!whose.machine.empty() && !machine.empty() && machine != whose.machine) return;
    const auto finished = time_of(report, "finished");
    if (!finished) return;
    add_to_series(series, facts_of(report, series), text_of(object_of(report, "conditions"), "far_end"),
                  *finished);
  });
  if (!read) return tl::unexpected(read.error());
  for (auto& [key, own] : series) {
    std::erase_if(own, [&](const CheckedFact& one) { return one.at < from; });
  }
  return series;
}

}  // namespace deskready
