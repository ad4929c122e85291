#include "reports/assess/finding.h"

#include "config/spec/rule_key.h"
#include "probes/detail.h"

namespace deskready {
namespace {

/// What the cause's advice asks of the person; `other` where there is none.
Effort effort_of(Cause cause) {
  switch (cause) {
    case Cause::metered:
    case Cause::not_asked:
      return Effort::answer;
    case Cause::far_end_busy:
    case Cause::far_end_failed:
    case Cause::target_failed:
    case Cause::sound_server_stuck:
    case Cause::device_changed:
    case Cause::busy:
    case Cause::undecided:
    case Cause::too_few_samples:
    case Cause::line_slow:
    case Cause::in_between:
    case Cause::not_selected:
    case Cause::not_recorded:
    case Cause::other_far_end:
    case Cause::measured_only_up_to:
    case Cause::too_little_history:
    case Cause::too_old:
    case Cause::weak_evidence:
    case Cause::stopped:
      return Effort::repeat;
    case Cause::other_traffic:
      return Effort::close;
    case Cause::no_device:
    case Cause::on_battery:
      return Effort::plug;
    case Cause::no_far_end:
    case Cause::far_end_outdated:
    case Cause::public_far_end:
    case Cause::not_comparable:
    case Cause::unknown_name:
    case Cause::evidence:
      return Effort::ask;
    case Cause::agent_outdated:
    case Cause::no_permission:
    case Cause::budget:
    case Cause::condition:
    case Cause::refused:
    case Cause::unsupported:
    case Cause::postponed:
    case Cause::failed:
      break;
  }
  return Effort::other;
}

}  // namespace

Measured measured_of(const Fact& fact) {
  return {fact.value, fact.low, fact.high, fact.at_least, fact.at_most};
}

const FactInfo* info_of_key(std::string_view key) {
  const auto parsed = parse_fact_key(key);
  return parsed ? find_fact(*parsed) : nullptr;
}

const FactInfo* info_of(const Finding& finding) {
  return info_of_key(finding.key);
}

std::optional<WallTime> time_argument(const Finding& finding, const char* name) {
  const auto found = finding.args.find(name);
  if (found == finding.args.end()) return std::nullopt;
  const auto time = parse_time(found->second);
  return time ? std::optional(*time) : std::nullopt;
}

bool lies_beyond_home(const Finding& finding) {
  const auto place = finding.args.find("trouble_at");
  if (place == finding.args.end() || (place->second != "provider" && place->second != "far_end"))
    return false;
  const FactInfo* const info = info_of(finding);
  return info != nullptr && !info->fix_beyond.empty();
}

bool opened_on_the_way(const Finding& finding) {
  return finding.outcome == Outcome::not_met && finding.args.contains("host") &&
         Explanation::read(finding.args).is(Detail::opened_on_the_way);
}

bool advised_by_what_was_found(const Finding& finding) {
  return lies_beyond_home(finding) || finding.args.contains("plays_only") || opened_on_the_way(finding);
}

Effort usual_effort(const Finding& finding) {
  if (lies_beyond_home(finding)) return Effort::ask;
  if (finding.args.contains("plays_only") || opened_on_the_way(finding)) return Effort::close;
  if (finding.outcome == Outcome::not_measured && finding.cause) return effort_of(*finding.cause);
  if (finding.key.starts_with("ask.")) return Effort::answer;
  const auto fact = finding.args.find("fact");
  const auto key = parse_fact_key(fact != finding.args.end() ? fact->second : finding.key);
  const FactInfo* info = key ? find_fact(key->name) : nullptr;
  return info != nullptr ? info->effort : Effort::other;
}

std::string_view to_string(Level level) {
  return level == Level::require ? "require" : "recommend";
}

}  // namespace deskready
