// A folder of reports as rows that are compared with each other.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "reports/desk/desk_index.h"
#include "reports/desk/desk_row.h"

namespace deskready {

/// Flags what only several rows together show: an id or a machine seen twice, a spec that differs.
void compare_rows(std::vector<DeskRow>& rows);

/// How a document becomes its row: the name of its file without folders, and its text.
using RowOf = std::function<DeskRow(const std::string& file, std::string_view document)>;

/// What was derived before of the folder's files, and how to tell whether that is still of use.
struct DeskMemory {
  DeskIndex index;                                                 ///< becomes that of what is there now
  std::function<std::string(const std::filesystem::path&)> stamp;  ///< of a file; empty: it is read anew
  std::function<void(DeskRow&)> renew;                             ///< holds a row against this day's time
  bool changed = false;                                            ///< something was read anew, or is gone
};

/// Every file of `folder` (not of those below it) whose name ends in ".json", with several documents a line
/// each; compared and in order of file name. With `memory` a file that has not changed is not read. The error
/// says why the folder cannot be read.
tl::expected<std::vector<DeskRow>, std::string> read_desk(const std::filesystem::path& folder,
                                                          const RowOf& row_of, DeskMemory* memory = nullptr);

}  // namespace deskready
