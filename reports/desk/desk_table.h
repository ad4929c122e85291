// The desk's rows as a table: ordered, for a terminal, as CSV and as JSON. Pure.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reports/desk/desk_row.h"

namespace deskready {

/// By "reference", "verdict" (worst first), "failed" (most first), "trust", "age" (newest first) or "file".
/// False when there is no such column.
bool sort_rows(std::vector<DeskRow>& rows, std::string_view column);

/// For a page of so many columns; roles have a column where any report has one.
std::string desk_text(std::span<const DeskRow> rows, WallTime now, std::size_t width);
/// With a header.
std::string desk_csv(std::span<const DeskRow> rows, WallTime now);
nlohmann::ordered_json desk_json(std::span<const DeskRow> rows, WallTime now);

}  // namespace deskready
