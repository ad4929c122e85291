// What earlier checks of a spec leave to a recheck: what still holds, what has to be measured again, and how
// that failed before.
#pragma once

#include <set>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "agent/check/past/from_history.h"
#include "agent/check/request/request.h"
#include "config/spec/spec.h"
#include "reports/document/report.h"
#include "reports/history/history.h"

namespace deskready {

struct Earlier {
  Report newest;            ///< the check that the recheck goes on from
  std::set<FactKey> again;  ///< to be measured: what failed or could not be checked, or is too old by now
  std::set<std::string> questions;  ///< to be put again, by name
  /// In order of time, at least one: the figures that hold, with their own attempts, and the failures of what
  /// is to be measured again.
  Attempts attempts{Facts()};
  /// Keys that hold. What of them is measured along is not taken over.
  std::set<std::string, std::less<>> held;
  /// Figures of sound that have to be measured again and stand where nobody takes part in that.
  Facts attended;
  bool guided = false;  ///< somebody took part in the newest

  bool nothing_to_do() const { return again.empty() && questions.empty(); }
};

/// From the reports of one spec, role, reference and computer, at least one, the newest first. A figure holds
/// as long as each of its rules says (`valid`), else as long as a report proves something. A failure that
/// takes two to count is remembered as long as nothing decided the rule after it. A headset that failed in
/// anything may be another one by now, so that all of its figures are measured again, and so are those of a
/// line of which something failed that is merely read. Pure.
Earlier earlier_from(const Spec& spec, const std::vector<Report>& newest_first, bool guided, WallTime now);

/// From the history. The error is a sentence: why there is nothing to go on from, and what to do.
tl::expected<Earlier, std::string> earlier_checks(const Spec& spec, const CheckRequest& request,
                                                  const std::string& machine, const History& history,
                                                  WallTime now);

/// Whether a figure of before about the line to its far end stands.
bool stands_of_line(const Earlier& earlier);

/// What a recheck is judged by: `own` are its looks, at least one. What it could not measure stays as it
/// failed before.
Attempts with_earlier(const Earlier& earlier, const Attempts& own);

}  // namespace deskready
