// Rows that were derived before, so that a folder of many reports is read once.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/desk/desk_row.h"

namespace deskready {

struct IndexedFile {
  std::string stamp;  ///< of the file, as it was
  std::vector<DeskRow> rows;
};

/// Of one folder; by the files' names, without folders.
struct DeskIndex {
  std::string by;  ///< what the rows were derived by; those by anything else are of no use
  std::map<std::string, IndexedFile> files;
};

/// A file's text. What does not fit is no index, and everything is read anew. Pure.
std::string index_text(const DeskIndex& index);
std::optional<DeskIndex> read_index(std::string_view text);

}  // namespace deskready
