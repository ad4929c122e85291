#include "reports/over_time/rule_standing.h"

#include <algorithm>

namespace deskready {

void add_standing(Report& report, const std::vector<RuleStanding>& standing) {
  for (Finding& finding : report.findings) {
    if (finding.outcome != Outcome::not_met && finding.outcome != Outcome::borderline) continue;
    const auto known = std::find_if(standing.begin(), standing.end(),
                                    [&](const RuleStanding& rule) { return rule.rule == finding.rule; });
    if (known == standing.end()) continue;
    if (known->failing_since && finding.outcome == Outcome::not_met)
      finding.args["failing_since"] = format_time(*known->failing_since);
    if (known->last_met) finding.args["last_met"] = format_time(*known->last_met);
  }
}

}  // namespace deskready
