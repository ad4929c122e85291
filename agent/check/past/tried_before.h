// Failures of the line in checks shortly before: a check that passes after them does not make them go away.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "agent/check/request/request.h"
#include "config/spec/spec.h"
#include "reports/document/report.h"
#include "reports/history/history.h"

namespace deskready {

/// To what a check measured the line, and by which kind of connection.
struct LineUsed {
  std::string link;     ///< as in a report's conditions; empty where it is not known
  std::string far_end;  ///< the same
  std::string by_hand;  ///< the address that the person named for that check; may be empty
};

/// What was used for a report; `by_hand` is not in it.
LineUsed line_used(const Report& report, std::string by_hand);

/// How long ago a failure may be that still counts, in seconds: as long as any rule about it says (`valid`),
/// else an hour; the longest of the spec's rules that take two failures. 0 where there is none.
double longest_remembered(const Spec& spec);

/// From reports of one spec, role, reference and computer, the newest first, each with what it used. Of each
/// key the newest figures that were measured over the same line to the same far end count, from their first
/// failure on, and none where none of them failed: whoever has changed the line begins anew. A failure that
/// was carried forward counts where it was measured. Pure.
Tried tried_before(const Spec& spec, const std::vector<std::pair<Report, LineUsed>>& newest_first,
                   const LineUsed& now_used, WallTime now);

/// The same from the history; nothing where that does not read.
Tried tried_shortly_before(const Spec& spec, const CheckRequest& request, const std::string& machine,
                           const History& history, const LineUsed& now_used, WallTime now);

}  // namespace deskready
