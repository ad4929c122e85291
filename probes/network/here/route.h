// Which interface packets leave by.
#pragma once

#include <filesystem>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "probes/detail.h"

namespace deskready::network {

/// Devices of the default routes that the system lists below `root`, the preferred first, without repetition.
/// Two routes to one half of all addresses each stand before them, as VPNs set them.
std::vector<std::string> default_route_devices(const std::filesystem::path& root);

/// The same of IPv6.
std::vector<std::string> default_route_devices_v6(const std::filesystem::path& root);

/// Whether one single address is routed over another device than `device`, as a VPN's server is.
bool has_route_beside(const std::filesystem::path& root, const std::string& device);

/// Gateway of the default route over that device; empty when it has none.
std::string gateway_of(const std::filesystem::path& root, const std::string& device);

struct Route {
  std::string device;
  std::string gateway;  ///< numeric; empty when the address is a neighbour or the link has two ends only
};

/// How this computer reaches a numeric address, policy rules included; nothing is sent on the line. The error
/// is a sentence.
tl::expected<Route, Explanation> route_to(const std::string& address);

/// Its device alone.
tl::expected<std::string, Explanation> route_device(const std::string& address);

}  // namespace deskready::network
