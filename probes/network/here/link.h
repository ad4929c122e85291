// Probe network.link: the kind of line below any tunnel, its rate and signal, VPN and proxy. Sends nothing.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "probes/detail.h"
#include "probes/network/here/interface.h"
#include "probes/probe.h"

namespace deskready::network {

struct Link {
  std::string device;  ///< below any tunnel; empty when a tunnel hides it and nothing else is in use
  LinkKind kind = LinkKind::virtual_device;
  bool tunnelled = false;  ///< the route leads through a tunnel
};

/// The link below `route_device`. Below a tunnel: the first default route that is none, else the only
/// physical device in use. The error is a sentence, for a device that cannot be told.
tl::expected<Link, Explanation> link_below(const std::filesystem::path& root,
                                           const std::string& route_device);

Probe link_probe();

}  // namespace deskready::network
