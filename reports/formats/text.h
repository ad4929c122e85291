// The report for a terminal.
#pragma once

#include <string>
#include <string_view>

#include "reports/formats/format.h"

namespace deskready {

/// Lines of at most `width` columns, with a line end each: the first begins with `first`, the others with as
/// many spaces. Direction marks in `marked` (see tr()) are left out.
std::string wrapped(std::string_view first, std::string_view marked, std::size_t width);

std::string render_text(const Report& report, const RenderOptions& options);

}  // namespace deskready
