// A database that is broken: how it shows, and where it goes. The caller holds the OpenLock.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "reports/history/statement.h"

namespace deskready {

/// Databases that were set aside lie beside the history under names with this beginning.
inline constexpr std::string_view broken_begin = "history.broken-";

/// Whether a look at each table comes upon a page that holds no table or index. Reads little.
bool looks_broken(sqlite3* database);

/// Reads all of it; for when something has gone wrong.
bool is_damaged(sqlite3* database);

/// Whether SQLite's result says that the file, and not the moment, is at fault.
bool tells_damage(int code);

/// Notes in the folder that reading came upon a broken page, so that whoever opens next sets it aside.
void mark_broken(const std::filesystem::path& folder);
bool is_marked_broken(const std::filesystem::path& folder);

/// Renames the database under the first free name; its log goes, since it belongs to no other file. Only
/// while the lock is held alone. Both, the value and the error, are sentences.
tl::expected<std::string, std::string> put_aside(const std::filesystem::path& file);

}  // namespace deskready
