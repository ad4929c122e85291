// A far end's URL, taken apart.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config/base/host_port.h"
#include "probes/detail.h"

namespace deskready::network {

/// Why nobody can be asked at this address, whoever named it; empty when somebody can.
Explanation url_fault(const std::string& url);

bool is_https(std::string_view url);

/// Host and port as they stand in it, for the Host header: "edge.example:8700", "[::1]". A part of `url`.
std::string_view authority_in(std::string_view url);

/// Host and port, the scheme's own where none is written; nothing where there is no scheme, or they cannot be
/// understood.
std::optional<HostPort> place_in(std::string_view url);

/// The host, without the port, as a person would name it: "edge.example", "[::1]".
std::string host_name(std::string_view url);

}  // namespace deskready::network
