// What is tried to see whether a target of a spec can be reached: which host, which port, and how it is
// asked. All functions are pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "config/base/host_port.h"
#include "config/spec/far_end_url.h"
#include "config/spec/spec.h"

namespace deskready {

/// How a port is asked for a sign of life. Of UDP nothing but an answer shows that it is reached, so each way
/// by UDP is a protocol whose servers answer anybody.
enum class ReachBy : std::uint8_t {
  tcp,    ///< it takes the connection
  tls,    ///< and proves its name by a certificate
  https,  ///< and answers a request, whatever it says
  stun,   ///< by UDP: a Binding request, RFC 8489
  dns,    ///< by UDP: who serves the root zone, RFC 1035
  ntp,    ///< by UDP: the time, RFC 5905
};

/// One try.
struct Reach {
  ReachBy by = ReachBy::tcp;
  HostPort place;  ///< the host in lower case
  bool operator==(const Reach&) const = default;
};

/// No spec makes agents into port scanners: so many ports of a host, and so many pairs of host and port, of a
/// target and of a run.
inline constexpr std::size_t most_reach_ports = 8, most_reach_pairs = 64;

/// Nor do more bytes leave for it in an hour.
inline constexpr std::size_t most_reach_bytes = 50'000;
/// What a try of one address sends at most, bytes on the wire: of a handshake with a chain of three
/// certificates, a request, or three questions by UDP, over IPv6.
std::size_t reach_bytes(ReachBy by);

struct ReachPort {
  ReachBy by = ReachBy::tcp;
  std::uint16_t port = 0;
  bool operator==(const ReachPort&) const = default;
};

/// "tcp/443", "udp/3478-3481": every port of it. udp/PORT is asked by DNS at 53, by NTP at 123 and by STUN
/// elsewhere. Only ports that spec_may_try() allows. The error says what to write instead.
tl::expected<std::vector<ReachPort>, UrlFault> read_reach_ports(std::string_view text);

/// Whether a few packets may go to this port of whomever a spec names: those of the web, of calls (SIP, STUN,
/// TURN and the ports of large providers' clients), of DNS and of NTP.
bool spec_may_try(std::uint16_t port);

/// Why it is no host that a spec may name to be reached; whether its address is public is seen when looking
/// it up.
std::optional<UrlFault> reach_host_fault(std::string_view host);

/// Why the target asks for more than may be tried, or for nothing that can be.
std::optional<UrlFault> reach_fault(const Target& target);

/// All that is tried of a target: each port of each host, in their order, none twice. Empty where it names
/// none.
std::vector<Reach> reaches_of(const Target& target);

/// "tls/443".
std::string port_text(const Reach& reach);

/// Several in one line: "tls/443 edge.example, stun/3478 [2606:4700::1]".
std::string reach_text(const std::vector<Reach>& reaches);

/// As reach_text() writes it; nothing for anything else.
std::optional<std::vector<Reach>> read_reaches(std::string_view text);

}  // namespace deskready
