// HOST:PORT, as people, settings and far ends write it. All functions are pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace deskready {

/// Where somebody listens or is asked.
struct HostPort {
  std::string host;        ///< a name or a numeric address, IPv6 without brackets
  std::uint16_t port = 0;  ///< 0 as parse_listening() reads it: the system chooses one
  bool operator==(const HostPort&) const = default;
};

/// Both parts as they stand, unread.
struct HostPortText {
  std::string_view host;                 ///< IPv6 with its brackets
  std::optional<std::string_view> port;  ///< behind the colon, perhaps empty; nothing where there is no colon
};

/// Nothing where a bracket is not closed, or something else than a port follows it.
std::optional<HostPortText> split_host_port(std::string_view text);

/// 1 to 65535 in digits alone: no sign, no space, no zero before it.
std::optional<std::uint16_t> parse_port(std::string_view text);

/// "edge.example:443", "192.0.2.1:8443", "[2001:db8::1]:8443"; IPv6 has its brackets, or its last part could
/// be taken for the port. Whether a name can be found, or an address is one, is not looked at. `usual_port`
/// is for a text without a port; 0: it must have one.
std::optional<HostPort> parse_host_port(std::string_view text, std::uint16_t usual_port = 0);

/// The same for who listens: port 0, too, with which the system chooses one.
std::optional<HostPort> parse_listening(std::string_view text);

/// As parse_host_port() reads it.
std::string to_text(const HostPort& place);

/// "[::1]" of "::1"; any other host as it is.
std::string in_brackets(std::string_view host);

}  // namespace deskready
