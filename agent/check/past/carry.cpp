#include "agent/check/past/carry.h"

#include <algorithm>

#include "config/base/json/json_read.h"
#include "config/facts/key_subject.h"

namespace deskready {
namespace {

/// What the specs' reports hold cannot be newer than they are.
std::vector<HistoryEntry> newest_first(const std::vector<std::string>& spec_names, const History& history,
                                       WallTime oldest) {
  std::vector<HistoryEntry> all;
  for (const std::string& name : spec_names) {
    const auto own = history.entries(name, oldest, WallTime::max());
    if (own) all.insert(all.end(), own->rbegin(), own->rend());
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const HistoryEntry& a, const HistoryEntry& b) { return a.finished > b.finished; });
  return all;
}

/// Whether an earlier report's figures of the line may stand for this run's.
bool same_line(const Report& earlier, FarEndUsed now) {
  const FarEndUsed then =
      far_end_used_from(text_of(earlier.conditions, "far_end")).value_or(FarEndUsed::other);
  const bool judged = now == FarEndUsed::as_named || now == FarEndUsed::public_test;
  return !judged || then == FarEndUsed::as_named || then == now;
}

}  // namespace

void carry_forward(Facts& facts, const std::vector<Cause>& causes, const std::vector<std::string>& spec_names,
                   const History& history, WallTime oldest, FarEndUsed far_end) {
  std::vector<std::string> wanted;
  for (const auto& [key, why] : facts.unknown) {
    if (std::find(causes.begin(), causes.end(), why.cause) != causes.end()) wanted.push_back(key);
  }
  for (const HistoryEntry& entry : newest_first(spec_names, history, oldest)) {
    if (wanted.empty()) return;
    const auto report = history.find(entry.id);
    if (!report) continue;
    const bool line_too = same_line(*report, far_end);
    std::erase_if(wanted, [&](const std::string& key) {
      if (!line_too && about_far_end(key)) return false;
      const Fact* earlier = report->facts.find(key);
      if (earlier == nullptr || earlier->at < oldest) return false;
      facts.add(key, *earlier);
      return true;
    });
  }
}

void carry_sound(Facts& facts, const std::vector<std::string>& spec_names, const History& history,
                 WallTime oldest) {
  Facts sound;
  for (const auto& [key, why] : facts.unknown) {
    const bool left_out = why.cause == Cause::refused || why.cause == Cause::not_asked;
    if (left_out && key.starts_with("audio.")) sound.cannot(key, why);
  }
  carry_forward(sound, {Cause::refused, Cause::not_asked}, spec_names, history, oldest, FarEndUsed::none);
  facts.merge(std::move(sound));
}

double attended_seconds(const std::vector<Spec>& specs, std::string_view key) {
  constexpr double unless_said = 90.0 * 86400;
  std::optional<double> of_reports;
  double longest = unless_said;
  for (const Spec& spec : specs) {
    const double proof = spec.proof_every_seconds > 0 ? spec.proof_every_seconds : unless_said;
    for (const Rule* rule : all_rules(spec)) {
      if (to_string(rule->key) != key) continue;
      longest = std::max(longest, rule->valid_seconds);
      if (rule->valid_seconds == 0) of_reports = std::min(of_reports.value_or(proof), proof);
    }
  }
  constexpr double most = 100 * 365.0 * 86400;  // beyond it no time could be told
  return std::min(of_reports.value_or(longest), most);
}

}  // namespace deskready
