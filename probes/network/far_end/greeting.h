// Asks a far end for a session, at whichever of its name's addresses.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "probes/network/far_end/http_client.h"
#include "probes/network/lookup/eyeballs.h"

namespace deskready::network {

/// Where a far end is looked for, and whose name it has to prove there.
struct Node {
  std::string url;   ///< the far end's own: its name stands in the certificate and in the Host header
  std::string host;  ///< name or numeric address, without brackets: of the URL, or of another node
  std::uint16_t port = 0;
  bool public_only = false;  ///< neither this computer's addresses nor a private network's
};

/// The node that the URL itself names; the URL has no fault (url_fault() in url.h).
Node node_of(const std::string& url, bool public_only);

struct Greeting {
  std::shared_ptr<HttpTransfer> transfer;  ///< its `error` says why there is no answer
  std::vector<UnusedAddress> unused;
};

/// Of several addresses the first that connects is asked, see Eyeballs; where it then fails, as a certificate
/// may at one address alone, those that are left, up to three in all. Tells a far end that loses large
/// packets from a silent one. Blocks: at most 6 s, 46 s with several addresses or sizes of packets.
Greeting greet(const Node& node, double patience_seconds, const std::stop_token& stop);

}  // namespace deskready::network
