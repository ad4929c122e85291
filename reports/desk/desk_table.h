// The desk's rows as a table: ordered, for a terminal, as CSV and as JSON. Pure.
#pragma once

#include <array>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reports/desk/desk_row.h"

namespace deskready {

/// The verdict is sorted worst first, failed by the most first, age by the newest first.
inline constexpr std::array<std::string_view, 6> sort_columns = {"reference", "verdict", "failed",
                                                                 "trust",     "age",     "file"};

/// By one of them; false when there is no such column.
bool sort_rows(std::vector<DeskRow>& rows, std::string_view column);

/// For a page of so many columns; roles have a column where any report has one.
std::string desk_text(std::span<const DeskRow> rows, WallTime now, std::size_t width);
/// With a header.
std::string desk_csv(std::span<const DeskRow> rows, WallTime now);
nlohmann::ordered_json desk_json(std::span<const DeskRow> rows, WallTime now);

}  // namespace deskready
