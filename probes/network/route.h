// Which interface packets leave by. Linux only.
#pragma once

#include <filesystem>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace deskready::network {

/// Devices of the default routes in <root>/proc/net/route, lowest metric first, without repetition.
std::vector<std::string> default_route_devices(const std::filesystem::path& root);

/// Gateways (numeric IPv4) of the same routes, in the same order; empty text for a route without one.
std::vector<std::string> default_gateways(const std::filesystem::path& root);

/// Device by which this computer reaches a numeric address, policy rules included (RTM_GETROUTE; nothing is
/// sent on the line). The error is a sentence.
tl::expected<std::string, std::string> route_device(const std::string& address);

}  // namespace deskready::network
