// Tables for a terminal.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace deskready {

/// Rows of as many cells as `most` has columns, each of which was cleaned for a terminal. A column is as wide
/// as its widest cell, but at most `most` (0: no bound), and then the widest gives way until a line has at
/// most `width` columns; what does not fit into its cell goes on below. Each line begins with `margin`. Pure.
std::string table_of(std::span<const std::vector<std::string>> rows, std::span<const std::size_t> most,
                     std::size_t width, std::string_view margin = {});

/// The same, each row's lines by themselves.
std::vector<std::string> table_rows(std::span<const std::vector<std::string>> rows,
                                    std::span<const std::size_t> most, std::size_t width,
                                    std::string_view margin = {});

}  // namespace deskready
