// What is there, measured as a check measures it and not judged.
#pragma once

#include <map>
#include <stop_token>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "agent/check/looks.h"
#include "agent/check/request/attendant.h"
#include "agent/check/request/request.h"
#include "config/settings/settings.h"
#include "config/spec/spec.h"
#include "reports/assess/circumstances.h"

namespace deskready {

struct MeasuredFacts {
  Facts facts;  ///< of each the last figure, at the cost of all
  /// Both figures of what was measured twice, for it failed at first; each at its own cost.
  std::map<std::string, std::vector<Fact>> attempts = {};
  FarEndUsed far_end = FarEndUsed::none;
  std::string far_end_url;         ///< empty where nobody named one
  std::vector<std::string> specs;  ///< names of those whose line was measured so
};

/// Measures and says no verdict: what the specs ask for, to their limits, each one's line to its own far end,
/// and a required figure that fails twice, as run_check() does; without specs all that there is. One for each
/// pass over the line, at least one; what is no matter of the line is in the first.
tl::expected<std::vector<MeasuredFacts>, NotMeasured> measure_facts(const CheckRequest& request,
                                                                    const std::vector<Spec>& specs,
                                                                    const Settings& settings,
                                                                    Attendant& attendant,
                                                                    const std::stop_token& stop);

}  // namespace deskready
