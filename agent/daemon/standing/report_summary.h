// The few fields of a report that the daemon tells. Pure.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "agent/daemon/standing/why.h"

namespace deskready {

/// The few fields of a report that the daemon tells; what else a report holds cannot make it unreadable here.
struct ReportSummary {
  std::string id;
  std::string spec;
  std::string employer;  ///< empty for a list of nobody's
  std::string finished;  ///< RFC 3339 UTC
  std::string until;     ///< how long the employer accepts it, RFC 3339 UTC; empty where it does not say
  std::string verdict;
  Why why;  ///< the finding that decides; nothing when all is well
  bool interrupted = false;
};

/// Reads report/1. The error says what is wrong with the text; an unknown verdict is an error, never a pass.
tl::expected<ReportSummary, std::string> summarise_report(std::string_view json_text);

}  // namespace deskready
