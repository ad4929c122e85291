#include "probes/network/wire/packet_token.h"

#include <sodium.h>

#include <string>

namespace deskready::network {

PacketToken packet_token(const PacketKey& key, std::uint16_t ssid, std::uint32_t sequence) {
  const std::array<unsigned char, 6> content = {
      static_cast<unsigned char>(ssid >> 8),      static_cast<unsigned char>(ssid),
      static_cast<unsigned char>(sequence >> 24), static_cast<unsigned char>(sequence >> 16),
      static_cast<unsigned char>(sequence >> 8),  static_cast<unsigned char>(sequence)};
  PacketToken token;
  crypto_generichash(token.data(), token.size(), content.data(), content.size(), key.data(), key.size());
  return token;
}

bool same(const PacketToken& a, const PacketToken& b) {
  return sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

PacketKey packet_key(const PacketKey& secret, std::string_view client_address, std::uint16_t ssid) {
  const std::string content = "packet " + std::to_string(ssid) + " " + std::string(client_address);
  PacketKey key;
  crypto_generichash(key.data(), key.size(), reinterpret_cast<const unsigned char*>(content.data()),
                     content.size(), secret.data(), secret.size());
  return key;
}

}  // namespace deskready::network
