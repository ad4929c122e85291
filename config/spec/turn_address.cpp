#include "config/spec/turn_address.h"

#include <fmt/format.h>

#include <optional>
#include <string>

#include "config/base/text.h"
#include "config/spec/stun_address.h"

namespace deskready {
namespace {

constexpr const char* example = "write turn = \"turn:turn.example:3478?transport=udp\"";
constexpr std::string_view parameter = "?transport=";
constexpr std::uint16_t usual_port = 3478, usual_port_of_tls = 5349;  // RFC 7065, section 3.1

tl::unexpected<UrlFault> fault(std::string message) {
  return tl::unexpected(UrlFault{std::move(message), example});
}

bool begins_with(std::string_view text, std::string_view scheme) {
  return same_text(text.substr(0, scheme.size()), scheme);
}

/// Nothing for one that deskready does not speak.
std::optional<TurnTransport> transport_of(bool secure, std::optional<std::string_view> named) {
  if (secure) {
    if (named && !same_text(*named, "tcp")) return std::nullopt;
    return TurnTransport::tls;
  }
  if (!named || same_text(*named, "udp")) return TurnTransport::udp;
  if (same_text(*named, "tcp")) return TurnTransport::tcp;
  return std::nullopt;
}

}  // namespace

tl::expected<TurnAddress, UrlFault> read_turn_address(std::string_view text) {
  const bool secure = begins_with(text, "turns:");
  if (!secure && !begins_with(text, "turn:"))
    return fault("a TURN server's address must begin with turn: or turns:");
  std::string_view rest = text.substr(text.find(':') + 1);
  std::optional<std::string_view> named;
  if (const auto question = rest.find('?'); question != std::string_view::npos) {
    if (!begins_with(rest.substr(question), parameter))
      return fault("behind the ? of a TURN server's address stands transport=");
    named = rest.substr(question + parameter.size());
    rest = rest.substr(0, question);
  }
  const auto transport = transport_of(secure, named);
  if (!transport) return fault("a TURN server is spoken to by turn: over udp or tcp, or by turns: over tcp");
  const auto parts = split_host_port(rest);
  if (!parts || far_end_url_fault("http://" + std::string(parts->host)))
    return fault("a TURN server's address must be a host, perhaps a port, and perhaps ?transport=");
  const auto place = parse_host_port(rest, secure ? usual_port_of_tls : usual_port);
  if (!place || !stun_port_allowed(place->port)) {
    return fault(
        fmt::format("a spec may name a TURN server at one of the ports {} only", stun_ports_allowed()));
  }
  return TurnAddress{*place, *transport};
}

}  // namespace deskready
