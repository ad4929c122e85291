#include "probes/network/turn/channel_data.h"

namespace deskready::network::turn {

Bytes channel_packet(std::uint16_t channel, View data) {
  Bytes bytes;
  bytes.reserve(channel_header + data.size());
  stun::put_number(bytes, channel);
  stun::put_number(bytes, static_cast<unsigned>(data.size()));
  bytes.insert(bytes.end(), data.begin(), data.end());
  return bytes;
}

std::optional<ChannelData> channel_data(View datagram) {
  constexpr std::size_t most_padding = 3;
  if (datagram.size() < channel_header) return std::nullopt;
  const std::uint16_t channel = stun::number_in(datagram, 0);
  if (channel < first_channel || channel > last_channel) return std::nullopt;
  const std::size_t size = stun::number_in(datagram, 2), there = datagram.size() - channel_header;
  if (size > there || there - size > most_padding) return std::nullopt;
  return ChannelData{channel, datagram.subspan(channel_header, size)};
}

}  // namespace deskready::network::turn
