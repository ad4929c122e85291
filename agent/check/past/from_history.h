// What earlier checks know that this one could not or may not measure.
#pragma once

#include <vector>

#include "agent/check/measuring/passes.h"
#include "agent/check/request/attendant.h"
#include "agent/check/request/request.h"
#include "probes/fact.h"
#include "reports/assess/circumstances.h"

namespace deskready {

/// What was measured in one pass: the first look, and perhaps a second one.
using Attempts = std::vector<Facts>;

/// Adds what a light run left out and what nobody may hear while nobody attends; `far_end` as carry_forward()
/// has it. Remarks where the history cannot be read.
void fill_from_history(Attempts& attempts, const Pass& pass, const std::vector<Spec>& specs,
                       const CheckRequest& request, const Settings& settings, WallTime now,
                       FarEndUsed far_end, Attendant& attendant);

}  // namespace deskready
