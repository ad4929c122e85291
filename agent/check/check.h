// One check, from specs to reports: plan, consent, measuring, a second look, what earlier checks know.
#pragma once

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
  Facts facts;
  FarEndUsed far_end = FarEndUsed::none;
  std::string far_end_url;  ///< empty where nobody named one
};

/// Measures and judges nothing: what the specs ask for, to their limits, or without specs all that there is.
/// To one far end, the first that is named; other specs' far ends are remarked.
tl::expected<MeasuredFacts, NotMeasured> measure_facts(const CheckRequest& request,
                                                       const std::vector<Spec>& specs,
                                                       const Settings& settings, Attendant& attendant,
                                                       const std::stop_token& stop);

}  // namespace deskready
