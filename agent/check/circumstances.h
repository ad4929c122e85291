// What a spec's rules are judged with beside the facts: the far end that was used, and the person's answers.
#pragma once

#include <vector>

#include "agent/check/far_ends.h"
#include "agent/check/request/attendant.h"
#include "agent/check/request/request.h"
#include "config/spec/spec.h"
#include "reports/assess/assess.h"

namespace deskready {

/// One for each spec. Asks the person what was never answered, was answered too long ago, or was asked in
/// other words, and keeps what is said. `pass_of`: each spec's pass. `started`: of the run.
std::vector<Circumstances> circumstances_of(const std::vector<Spec>& specs,
                                            const std::vector<std::size_t>& pass_of,
                                            const CheckRequest& request, WallTime started,
                                            const FarEnds& far_ends, const Clock& clock,
                                            Attendant& attendant);

}  // namespace deskready
