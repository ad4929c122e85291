// What the person can do, in the order in which it should be tried.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/formats/format.h"

namespace deskready {

/// One thing that the person can do, and what it would put right.
struct ToDo {
  std::string text;
  std::vector<std::string> about;  ///< "Download speed is only 3 Mbit/s; at least 25 Mbit/s is asked for."
};

/// What can be done about one finding, as a ToDo says it; empty where nobody knows what.
std::string step_words(std::string_view language, const Finding& finding);

/// What has to be done for another verdict, one entry for each advice: what is required before what is
/// recommended; then trouble of which was found out where it lies; then by effort: what is free first,
/// purchases last.
std::vector<ToDo> deciding_steps(const Report& report, const RenderOptions& options);

/// All that can be done.
struct Steps {
  std::vector<ToDo> deciding;  ///< as above
  std::vector<ToDo> others;    ///< in the same order
};
Steps steps_of(const Report& report, const RenderOptions& options);

}  // namespace deskready
