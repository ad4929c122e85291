// Text in lines of a page's width.
#pragma once

#include <string>
#include <string_view>

namespace deskready {

/// Lines of at most `width` columns, with a line end each: the first begins with `first`, the others with as
/// many spaces. Direction marks in `marked` (see tr()) are left out.
std::string wrapped(std::string_view first, std::string_view marked, std::size_t width);

}  // namespace deskready
