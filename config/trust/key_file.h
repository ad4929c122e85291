// Keys in files. A secret's is its owner's alone: one that others can read is no secret, and is refused.
#pragma once

#include <filesystem>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "config/trust/key_line.h"

namespace deskready {

/// Public keys, a line each, of at most 1 MB.
tl::expected<std::vector<NamedKey>, Refusal> read_key_file(const std::filesystem::path& file);

/// The secret of this kind in its first line. Refused where the file is another user's, or others than its
/// owner may read or write it.
tl::expected<NamedSeed, Refusal> read_secret_file(const std::filesystem::path& file, std::string_view kind);

/// Makes the file, with mode 0600; one that is there stays as it is, and that is an error: a secret that is
/// written over is lost. Its folder must be there.
tl::expected<void, Refusal> write_secret_file(const std::filesystem::path& file, const Seed& seed,
                                              std::string_view kind, std::string_view comment);

}  // namespace deskready
