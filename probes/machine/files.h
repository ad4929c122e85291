// Small files in which a system tells of itself, below a root that a test can replace.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace deskready {

// `root` is "/" or the tree of a recorded machine. Below a recorded machine no path, symbolic link or ".."
// leads out of its tree: an absolute link means the tree's own root. Nothing here blocks on a FIFO, and all
// functions are thread-safe.

/// The bytes of the regular file `path` ("/proc/cpuinfo"), at most 1 MB. The error is a sentence that names
/// the path and the reason.
tl::expected<std::string, std::string> read_text(const std::filesystem::path& root, std::string_view path);

/// The last `most` bytes of a regular file that only grows, all of it where it is smaller; errors as above.
tl::expected<std::string, std::string> read_end(const std::filesystem::path& root, std::string_view path,
                                                std::size_t most);

/// Its first line without white space around it; nothing when it cannot be read, is empty or holds bytes
/// that are no text.
std::optional<std::string> read_line(const std::filesystem::path& root, std::string_view path);

/// A whole decimal number that stands alone in the first line.
std::optional<std::uint64_t> read_number(const std::filesystem::path& root, std::string_view path);

/// Hands over the lines of a regular file of any size below 64 MB, one by one and without their ends, until
/// `take` says false. False when the file cannot be read. A line is at most 64 kB long; what is longer is
/// cut.
bool for_each_line(const std::filesystem::path& root, std::string_view path,
                   const std::function<bool(std::string_view line)>& take);

/// Where the symbolic link `path` itself points to, unresolved; nothing when it is none.
std::optional<std::string> read_link(const std::filesystem::path& root, std::string_view path);

/// Whether something is there, whatever it is; links are followed.
bool exists(const std::filesystem::path& root, std::string_view path);

/// When the file or folder was last written, in seconds of Unix time.
std::optional<double> written_at(const std::filesystem::path& root, std::string_view path);

/// Names in a folder, sorted and without hidden ones; nothing when it cannot be listed. A folder that is
/// there may be empty.
std::optional<std::vector<std::string>> list_folder(const std::filesystem::path& root, std::string_view path);

/// A whole hexadecimal number in the first line, with or without "0x".
std::optional<std::uint64_t> read_hex(const std::filesystem::path& root, std::string_view path);

/// The person's home folder; in a recorded machine "/home/agent".
std::string home_folder(const std::filesystem::path& root);

/// "key<separator>value" lines: the value of the first with that key, trimmed.
std::optional<std::string> value_of(std::string_view text, std::string_view key, char separator = ':');

/// Whether a person could read it: UTF-8 length aside, no control characters, not longer than 200 bytes.
bool is_text(std::string_view text);

}  // namespace deskready
