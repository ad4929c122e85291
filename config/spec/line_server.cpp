#include "config/spec/line_server.h"

#include "config/base/digest.h"
#include "config/base/text.h"
#include "config/spec/stun_address.h"
#include "config/spec/turn_address.h"

namespace deskready {
namespace {

std::string_view word_of(TurnTransport transport) {
  switch (transport) {
    case TurnTransport::udp:
      return "udp";
    case TurnTransport::tcp:
      return "tcp";
    case TurnTransport::tls:
      return "tls";
  }
  return {};
}

/// One text for each server and way to ask it; empty for what is no address. A STUN server's is its place
/// alone, as reports have had its mark from the beginning.
std::string canonical(std::string_view address) {
  if (const auto stun = read_stun_address(address)) return lower(to_text(*stun));
  const auto turn = read_turn_address(address);
  if (!turn) return {};
  return std::string("turn ")
      .append(word_of(turn->transport))
      .append(" ")
      .append(lower(to_text(turn->place)));
}

}  // namespace

const std::string& line_server(const Target& target) {
  return target.turn.empty() ? target.stun : target.turn;
}

std::optional<HostPort> line_server_place(std::string_view address) {
  if (const auto stun = read_stun_address(address)) return *stun;
  if (const auto turn = read_turn_address(address)) return turn->place;
  return std::nullopt;
}

bool same_line_server(std::string_view a, std::string_view b) {
  const std::string one = canonical(a);
  return !one.empty() && one == canonical(b);
}

std::string line_server_mark(std::string_view address) {
  constexpr std::size_t digits = 16;
  const std::string text = canonical(address);
  return text.empty() ? text : sha256_hex(text).substr(0, digits);
}

}  // namespace deskready
