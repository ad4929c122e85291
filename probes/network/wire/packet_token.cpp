#include "probes/network/wire/packet_token.h"

#include <sodium.h>

#include <algorithm>

namespace deskready::network {

PacketToken packet_token(const PacketKey& key, std::uint16_t ssid, std::uint32_t sequence,
                         const std::optional<SessionTag>& tag) {
  std::array<unsigned char, 6 + 32> content{};
  std::size_t size = 0;
  const auto put = [&](std::uint64_t value, int octets) {
    while (octets-- > 0) content[size++] = static_cast<unsigned char>(value >> (8 * octets));
  };
  put(ssid, 2);
  put(sequence, 4);
  if (tag) {
    std::copy(tag->session.begin(), tag->session.end(), content.begin() + 6);
    size += tag->session.size();
    put(tag->expires, 4);
    put(tag->stream, 4);
    put(tag->echo, 8);
  }
  PacketToken token;
  crypto_generichash(token.data(), token.size(), content.data(), size, key.data(), key.size());
  return token;
}

bool same(const PacketToken& a, const PacketToken& b) {
  return sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace deskready::network
