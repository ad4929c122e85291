// The English texts that report/1 keeps beside a finding's values.
#pragma once

#include "reports/assess/finding.h"
#include "reports/words/language.h"

namespace deskready {

/// ">= 25 Mbit/s", "cable, fibre", "windows or linux"; empty when nobody knows the fact.
std::string expected_text(const Finding& finding);

/// "48.2 Mbit/s", "yes", or a text as it was found; empty when there is no value.
std::string measured_text(const Finding& finding);

/// The finding's arguments, and as texts those that it holds as values: "first", "limit", "detail".
Arguments argument_texts(const Finding& finding);

}  // namespace deskready
