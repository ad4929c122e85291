// What the measuring commands share: their options, and the exit code of a tool that could not.
#pragma once

#include <string>

#include "agent/check/request/request.h"

namespace deskready {

/// Exit code when the tool could not do what it was asked, with a message on stderr.
inline constexpr int exit_unable = 3;

/// Of `check` and `facts`.
struct CheckOptions : CheckRequest {
  std::string format;     ///< empty: by the ending of `output`, else text
  std::string output;     ///< empty: standard output
  bool welcome = false;   ///< the bare command: ask first for the employer, and for the headset to be put on
  bool yes = false;       ///< the data cost is accepted
  bool details = false;   ///< on a terminal, how each figure was measured
  bool sign = false;      ///< the reports, by this computer's keys
  std::string challenge;  ///< a file with the employer's, which the report answers; may be empty
};

}  // namespace deskready
