// A file that a person named or that is a person's own, read and written with care: whatever it is, nothing
// hangs, grows without a bound or follows where another person leads.
//
// A symbolic link is followed where this user or the system made it, or where nobody else may write in its
// folder; another user's link in a shared folder (/tmp) is an error.
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

/// Writes `bytes` to a temporary file beside `file`, syncs it and renames it; `file` is never seen half
/// written. What a link leads to is replaced, and not the link; a device or pipe is written to and not
/// replaced, but for another user's in a shared folder. The folder is opened once: whoever renames it
/// meanwhile changes nothing. The error says what failed, where and why.
tl::expected<void, std::string> write_file_atomically(const std::filesystem::path& file,
                                                      std::string_view bytes);

/// Makes an empty file that its owner alone can read and write, where nothing of that name is there; one that
/// is there is not touched, not even opened. False where none could be made.
bool make_private_file(const std::filesystem::path& file);

}  // namespace deskready
