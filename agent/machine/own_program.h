// This program and this process, as the system knows them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <system_error>

namespace deskready {

/// The file that this program was started from, links resolved. Empty, and `error` set, where the system does
/// not tell.
std::filesystem::path own_program(std::error_code& error);

/// What starts this program again; works even where own_program() cannot be told.
std::filesystem::path program_to_start_again();

/// The number of this process; unique on this computer while it runs.
std::int64_t own_process();

/// Takes as many open files (sockets among them) as the system grants this process and returns how many that
/// are; 0 where it does not tell.
std::uint64_t take_open_files();

}  // namespace deskready
