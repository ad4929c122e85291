// The address of a TURN server as a spec may name it: "turn:host:port?transport=udp" (RFC 7065).
#pragma once

#include <cstdint>
#include <string_view>
#include <tl/expected.hpp>

#include "config/base/host_port.h"
#include "config/spec/far_end_url.h"

namespace deskready {

/// How one speaks to a TURN server; what it relays goes by UDP whatever this is.
enum class TurnTransport : std::uint8_t { udp, tcp, tls };

struct TurnAddress {
  HostPort place;
  TurnTransport transport = TurnTransport::udp;
  bool operator==(const TurnAddress&) const = default;
};

/// Where nothing else is written: port 3478 and UDP for turn:, port 5349 and TLS for turns:. The ports are
/// those of stun_port_allowed(). DTLS (turns: over UDP) is a fault, as is whatever else deskready does not
/// speak. The error says what to write instead. Whether the host's address is public is seen when asking.
tl::expected<TurnAddress, UrlFault> read_turn_address(std::string_view text);

}  // namespace deskready
