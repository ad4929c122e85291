// The report for a terminal.
#pragma once

#include <string>

#include "reports/formats/format.h"

namespace deskready {

std::string render_text(const Report& report, const RenderOptions& options);

}  // namespace deskready
