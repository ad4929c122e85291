// One check, from specs to reports: plan, consent, measuring, a second look, what earlier checks know.
#pragma once

#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "agent/check/request/attendant.h"
#include "agent/check/request/request.h"
#include "config/settings/settings.h"
#include "config/spec/spec.h"
#include "reports/document/report.h"

namespace deskready {

struct NotMeasured {
  bool declined = false;  ///< the person did not agree
  std::string why;        ///< else: a sentence
};

struct Checked {
  std::vector<Report> reports;  ///< one for each spec, in their order; all are in the history
  std::optional<Report>
      together;              ///< where the specs' needs add up: whether this computer carries all at once
  bool interrupted = false;  ///< by `stop`; the reports say what is missing
};

/// `specs` are those that `request` names, at least one. Waits for another run of this person. Blocks; starts
/// threads, which have ended when it returns. After a stop request it returns with what there is.
tl::expected<Checked, NotMeasured> run_check(const CheckRequest& request, const std::vector<Spec>& specs,
                                             const Settings& settings, Attendant& attendant,
                                             const std::stop_token& stop);

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
