// Tries ports by TCP, TLS and HTTPS.
#pragma once

#include <cstddef>
#include <span>
#include <stop_token>

#include "config/spec/targets/reach.h"
#include "probes/network/reach/tries.h"

namespace deskready::network::reach {

/// Whether a port is tried by a connection, or by datagrams.
bool by_connection(ReachBy by);

/// What one connection sends and what may come back, bytes on the wire.
struct ConnectionCost {
  std::size_t sent = 0, back = 0;
};
ConnectionCost cost_of_connection(ReachBy by);

/// Tries them side by side, eight at a time, each at its addresses in their order: the connection goes to the
/// very address that is named there, and the certificate is held against the host's name. By no proxy, as
/// calls go through none; no redirect is followed. With one address 5 s, with HTTPS 8 s. Certificates are
/// held against the system's authorities, or those of the file that SSL_CERT_FILE names. Returns soon after
/// `stop`: what was not done is untold.
void try_connections(std::span<const Try> tries, const Spend& spend, const std::stop_token& stop);

}  // namespace deskready::network::reach
