// A person's file, read with a limit: a FIFO, a folder or a gigabyte is an error and not a hang. And a file
// written whole or not at all.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace deskready {

/// The bytes of a regular file of at most `most` bytes. The error says what is wrong and what to do.
tl::expected<std::string, std::string> read_regular_file(const std::filesystem::path& file, std::size_t most);

/// The same of a file that is open for reading with O_NONBLOCK; leaves it open.
tl::expected<std::string, std::string> read_regular_file(int descriptor, std::size_t most);

/// The first line of a small file, without its end; empty where it cannot be read.
std::string first_line_of(const std::filesystem::path& file);

/// Writes `bytes` to a temporary file beside `file`, syncs it and renames it; `file` is never seen half
/// written. A symbolic link is followed; a device or pipe is written to and not replaced. The error says what
/// failed, where and why.
tl::expected<void, std::string> write_file_atomically(const std::filesystem::path& file,
                                                      std::string_view bytes);

/// Makes an empty file that its owner alone can read and write, where nothing of that name is there; one that
/// is there is not touched, not even opened. False where none could be made.
bool make_private_file(const std::filesystem::path& file);

}  // namespace deskready
