// The report as one self-contained page: no script, nothing loaded, light and dark.
#pragma once

#include <string>

#include "reports/formats/format.h"

namespace deskready {

std::string render_html(const Report& report, const RenderOptions& options);

}  // namespace deskready
