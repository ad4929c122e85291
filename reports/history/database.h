// The history's file: the one place that opens it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "reports/history/open_lock.h"
#include "reports/history/statement.h"

namespace deskready {

/// Open and of this version's tables. Closes first the connection and then the lock.
struct OpenDatabase {
  OpenLock lock;
  Database connection;
  std::string set_aside = {};  ///< a sentence when a broken one was set aside; else empty
};

/// The database of this folder; where it is.
std::filesystem::path database_file(const std::filesystem::path& folder);

/// Opens <folder>/history.db for its owner alone. One that is missing, of an earlier version or broken is
/// made, migrated or set aside first, by one process while no other has it open; for those that have, this
/// waits for some seconds. A newer version's is an error and is left alone. Where nothing can be written, on
/// a disk that is full or read-only, what is there can be read. The error is a sentence that says what to do.
tl::expected<OpenDatabase, std::string> open_database(const std::filesystem::path& folder);

/// Closes `broken`, removes its file for good, and opens a new one.
tl::expected<OpenDatabase, std::string> begin_anew(OpenDatabase broken, const std::filesystem::path& folder);

/// SQLite's words for what went wrong, and the cause behind them where they name only its symptom ("disk I/O
/// error").
std::string because(std::string_view sqlite_words, const std::filesystem::path& file);

}  // namespace deskready
