// The proxy that the desktop tells its programs, browsers among them.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

namespace deskready::network {

/// Whether the desktop's settings name a proxy or a script that finds one; nothing where it looks for one on
/// each network, or where only a desktop that is not in use has one. `session` is XDG_CURRENT_DESKTOP, empty
/// where none is told: then the desktop that is installed counts. Below `root`, any thread.
std::optional<bool> desktop_proxy(const std::filesystem::path& root, std::string_view session);

}  // namespace deskready::network
