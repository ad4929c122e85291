// One rule against one fact, by value only. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config/spec/spec.h"
#include "probes/fact.h"
#include "reports/assess/outcome.h"

namespace deskready {

struct Judgement {
  Outcome outcome = Outcome::not_measured;
  std::optional<Cause> cause;
  std::string code;
};

/// Met, borderline, not_met, or not_measured with its cause. Monotone: when low and high both get worse, the
/// outcome never gets better. A figure that was disturbed (a noted taint) is never not_met, but
/// not_measured for that reason.
Judgement judge(const Rule& rule, const FactInfo& info, const Fact& fact);

Judgement not_measured(Cause cause);

/// Where the true value lies; an open end is infinite.
struct Interval {
  double low = 0;
  double high = 0;
};
/// The fact holds a number.
Interval interval_of(const Fact& fact);

}  // namespace deskready
