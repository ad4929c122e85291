// A folder of reports as rows that are compared with each other.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "reports/desk/desk_row.h"

namespace deskready {

/// Flags what only several rows together show: an id or a machine seen twice, a spec that differs.
void compare_rows(std::vector<DeskRow>& rows);

/// How a document becomes its row: the name of its file without folders, and its text.
using RowOf = std::function<DeskRow(const std::string& file, std::string_view document)>;

/// Every file of `folder` (not of those below it) whose name ends in ".json", with several documents a line
/// each; compared and in order of file name. The error says why the folder cannot be read.
tl::expected<std::vector<DeskRow>, std::string> read_desk(const std::filesystem::path& folder,
                                                          const RowOf& row_of);

}  // namespace deskready
