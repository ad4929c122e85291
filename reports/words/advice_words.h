// What the person can do about a finding.
#pragma once

#include "reports/assess/finding.h"
#include "reports/words/language.h"

namespace deskready {

/// The employer's own words, else the catalogue's, else that what is asked for is missing.
std::string advice_words(std::string_view language, const Finding& finding);

/// Where nobody said for which of a list's kinds of work the check was.
std::string role_advice_words(std::string_view language);

/// Where the trouble of the line lies, and how that shows. `place` and `trouble` are as in a report's
/// conditions "fault" and "fault_trouble"; `whole` and `home` how much of it there is to the far end and to
/// the router, ratios for loss, else seconds. Empty where no trouble was placed.
std::string fault_words(std::string_view language, std::string_view place, std::string_view trouble,
                        std::optional<double> whole, std::optional<double> home);

}  // namespace deskready
