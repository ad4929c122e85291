// Texts for the person, in lines that fit a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace deskready {

/// Columns of a page for reading: the terminal's that is there, at most 80.
std::size_t page_width();

/// Cleaned, and broken between words into lines for the terminal that is there, of at most 80 columns, each
/// with its line end; what follows a break is indented as the line's begin.
std::string in_lines(std::string_view text);

/// The same for so many columns.
std::string in_lines(std::string_view text, std::size_t width);

/// A page that is laid out already, of which only lines of more than `width` columns are broken so. No two
/// empty lines follow upon each other, and none ends it.
std::string fitting_page(std::string_view page, std::size_t width);

}  // namespace deskready
