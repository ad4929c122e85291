// What was measured and answered becomes one report for each spec.
#pragma once

#include <vector>

#include "agent/check/measuring/passes.h"
#include "agent/check/past/from_history.h"
#include "agent/check/request/request.h"
#include "config/spec/spec.h"
#include "reports/document/report.h"

namespace deskready {

/// The pass in which each spec's line is measured, in the specs' order.
std::vector<std::size_t> pass_of_specs(const std::vector<Spec>& specs, const std::vector<Pass>& passes);

/// A hash of this computer that two employers cannot link; the root's machine id decides.
std::string machine_of(const Spec& spec, const CheckRequest& request);

/// What of `attempts`, those of the spec's pass, its own document may tell.
Attempts own_attempts(const Spec& spec, std::size_t specs, Attempts attempts, const CheckRequest& request);

/// One for each spec, each with what its own rules use and nothing of the others. `attempts`: one for each
/// pass; `circumstances`: one for each spec. Of `head` the times, the cost, the conditions of the whole
/// run and whether it was interrupted count. `tried_before`: for each spec, as ReportHead has it.
std::vector<Report> documents(const std::vector<Spec>& specs, const std::vector<Pass>& passes,
                              const std::vector<Attempts>& attempts,
                              const std::vector<Circumstances>& circumstances, const CheckRequest& request,
                              ReportHead head, const std::vector<Tried>& tried_before);

}  // namespace deskready
