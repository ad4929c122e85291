#include "probes/network/turn/relay_stream.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <optional>

#include "probes/network/stun/echoed_stream.h"
#include "probes/network/turn/channel_data.h"
#include "probes/network/wire/frame.h"

namespace deskready::network::turn {
namespace {

using Token = std::array<unsigned char, 16>;

/// The token, the number in two bytes, and what no machine on the way can make smaller.
Bytes payload_of(const Token& token, std::size_t number) {
  Bytes bytes(token.begin(), token.end());
  stun::put_number(bytes, static_cast<unsigned>(number));
  const std::size_t filled = bytes.size();
  bytes.resize(call_bytes);
  randombytes_buf(bytes.data() + filled, bytes.size() - filled);
  return bytes;
}

std::optional<std::size_t> number_of(const Token& token, std::uint16_t channel, View datagram) {
  const auto relayed = channel_data(datagram);
  if (!relayed || relayed->channel != channel || relayed->data.size() != call_bytes) return std::nullopt;
  if (!std::equal(token.begin(), token.end(), relayed->data.begin())) return std::nullopt;
  return stun::number_in(relayed->data, token.size());
}

}  // namespace

tl::expected<StreamRecord, Unmeasured> relay_to_oneself(const Relay& relay, const std::stop_token& stop,
                                                        const std::function<bool(std::size_t)>& spend) {
  Token token;
  randombytes_buf(token.data(), token.size());
  const stun::Echoed row{
      .packets_per_second = packets_per_second,
      .packets = packets,
      .payload_bytes = channel_header + call_bytes,
      .ipv6 = is_ipv6(relay.server().host),
      .packet = [&](std::size_t i) { return channel_packet(relay.channel(), payload_of(token, i)); },
      .number_of = [&](View datagram) { return number_of(token, relay.channel(), datagram); }};
  auto record = stun::send_and_take_back(relay.socket(), row, stop, spend);
  if (record) record->detail["address_family"] = family_of(relay.server().host);
  return record;
}

}  // namespace deskready::network::turn
