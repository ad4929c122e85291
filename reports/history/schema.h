// The tables of the history, and the way to them from every earlier version.
#pragma once

#include <cstdint>
#include <string>
#include <tl/expected.hpp>

#include "reports/history/statement.h"

namespace deskready {

/// In the database's user_version.
inline constexpr std::int64_t schema_version = 4;

/// Whether each table and index of this version is there, made as this version makes it, and nothing that
/// acts by itself.
bool has_own_tables(sqlite3* database);

/// Brings the tables from this version, 0 for an empty file, to schema_version: all of it or, on an error,
/// nothing. Where they are there already, only the number was wrong. Nobody else may have the database open.
/// The error is SQLite's.
tl::expected<void, std::string> migrate(sqlite3* database, std::int64_t version);

}  // namespace deskready
