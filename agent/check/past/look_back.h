// What this computer's history holds for a spec's rules over time.
#pragma once

#include <functional>
#include <vector>

#include "reports/assess/assess.h"
#include "reports/history/history.h"
#include "reports/over_time/over_time.h"

namespace deskready {

struct OwnChecks {
  ChecksOf of;
  const WorkHours* hours = nullptr;  ///< of the job; null when none is set
};

/// Fills `circumstances.over_time` for each rule over time of the spec, from the history, which is opened
/// only where there are such rules, and from this check's own `attempts`. Where the history cannot be read,
/// each is `failed` and says why.
void look_back(const Spec& spec, const std::vector<Facts>& attempts, const OwnChecks& whose,
               const std::function<tl::expected<History, std::string>()>& open, WallTime now,
               Circumstances& circumstances);

}  // namespace deskready
