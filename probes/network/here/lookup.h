// Probe network.lookup: how long the name server in use takes to answer.
#pragma once

#include <string>
#include <string_view>

#include "probes/probe.h"

namespace deskready::network {

/// The host of "https://host:port/..."; empty when it is a numeric address or there is none.
std::string name_in(std::string_view url);

/// With a far end that has a name: that name's lookup as any program does it (getaddrinfo, caches and hosts
/// file included), the first of three. Whether one of them answers from a cache is not known: other probes of
/// the same run look the name up at the same time. Else the servers of the root zone are asked for at the
/// configured name server, which tells nobody else anything.
Probe lookup_probe();

}  // namespace deskready::network
