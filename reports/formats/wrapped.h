// Text in lines of a page's width.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace deskready {

/// Columns for sentences beside tables, which may be as wide as the page is: at most 80.
constexpr std::size_t text_width(std::size_t page) {
  return page < 80 ? page : 80;
}

/// Lines of at most `width` columns, with a line end each: the first begins with `first`, the others with as
/// many spaces. Direction marks in `marked` (see tr()) are left out.
std::string wrapped(std::string_view first, std::string_view marked, std::size_t width);

}  // namespace deskready
