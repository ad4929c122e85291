// The first of several addresses that takes a TCP connection.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "probes/network/lookup/eyeballs.h"

namespace deskready::network {

struct Raced {
  std::optional<std::string> winner;  ///< nothing where none connected, or `stop` was requested
  std::vector<UnusedAddress> unused;  ///< those that were tried
};

/// Connects to numeric addresses as Eyeballs says, and closes again: who knows the address makes connections
/// of its own. Blocks, at most 2 s and a quarter for each address.
Raced race(const std::vector<std::string>& addresses, std::uint16_t port, const std::stop_token& stop);

}  // namespace deskready::network
