// Which findings make a verdict what it is.
#pragma once

#include "reports/assess/finding.h"
#include "reports/assess/outcome.h"

namespace deskready {

/// Whether the verdict would be a better one without findings like this.
bool decides(Verdict verdict, const Finding& finding);

}  // namespace deskready
