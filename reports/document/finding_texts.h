// Values out of the English texts of report/1: what documents have that were written before findings carried
// values.
#pragma once

#include <string_view>

#include "reports/assess/finding.h"

namespace deskready {

/// ">= 25 Mbit/s", "not wifi, cellular", "cable, fibre" (of a question), "windows or linux" (of a choice). A
/// text that says none of this is kept as the one text that is asked for.
Comparison comparison_from_text(std::string_view key, std::string_view text, const FactInfo* info);

/// "48.2 Mbit/s", "at least 30 Mbit/s", "yes"; a text that is no figure of the fact is kept as a text.
Measured measured_from_text(std::string_view text, const FactInfo* info);

}  // namespace deskready
