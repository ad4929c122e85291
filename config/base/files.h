// A person's file, read with a limit: a FIFO, a folder or a gigabyte is an error and not a hang.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <tl/expected.hpp>

namespace deskready {

/// The bytes of a regular file of at most `most` bytes. The error says what is wrong and what to do.
tl::expected<std::string, std::string> read_regular_file(const std::filesystem::path& file, std::size_t most);

/// The same of a file that is open for reading with O_NONBLOCK; leaves it open.
tl::expected<std::string, std::string> read_regular_file(int descriptor, std::size_t most);

}  // namespace deskready
