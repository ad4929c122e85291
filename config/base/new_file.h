// A file that is there as a whole or not at all, and never in place of another.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace deskready {

/// Makes a file of these bytes, which its owner alone can read and write, and syncs it. Of several processes
/// that make it at once one does, and nobody sees a part of it. False where something of that name is there,
/// which stays as it is. The error says what failed, where and why.
tl::expected<bool, std::string> write_new_file(const std::filesystem::path& file, std::string_view bytes);

}  // namespace deskready
