// Whether a proxy is set for this computer's programs.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>

namespace deskready::network {

/// Whether a proxy is named in the environment (read by `environment`; null for an unset name) or in
/// <root>/etc/environment; none where that file is there and cannot be read as text.
std::optional<bool> proxy_is_set(const std::filesystem::path& root,
                                 const std::function<const char*(const char*)>& environment);

}  // namespace deskready::network
