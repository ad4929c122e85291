#include "probes/network/sockets/linux/socket_address.h"

#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>

namespace deskready::network {
namespace {

std::span<const unsigned char> octets_in(const sockaddr& address) {
  const auto of = [](const auto& field) {
    return std::span(reinterpret_cast<const unsigned char*>(&field), sizeof field);
  };
  if (address.sa_family == AF_INET) return of(reinterpret_cast<const sockaddr_in&>(address).sin_addr);
  if (address.sa_family == AF_INET6) return of(reinterpret_cast<const sockaddr_in6&>(address).sin6_addr);
  return {};
}

}  // namespace

std::optional<SocketAddress> socket_address(const std::string& address, std::uint16_t port,
                                            const std::string& device) {
  SocketAddress made;
  auto& v4 = reinterpret_cast<sockaddr_in&>(made.storage);
  if (inet_pton(AF_INET, address.c_str(), &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    made.size = sizeof v4;
    return made;
  }
  auto& v6 = reinterpret_cast<sockaddr_in6&>(made.storage);
  if (inet_pton(AF_INET6, address.c_str(), &v6.sin6_addr) != 1) return std::nullopt;
  v6.sin6_family = AF_INET6;
  v6.sin6_port = htons(port);
  if (IN6_IS_ADDR_LINKLOCAL(&v6.sin6_addr)) v6.sin6_scope_id = if_nametoindex(device.c_str());
  made.size = sizeof v6;
  return made;
}

std::span<const unsigned char> octets_of(const SocketAddress& address) {
  return octets_in(*address.get());
}

std::string numeric(const sockaddr& address) {
  return numeric(octets_in(address));
}

std::string numeric(std::span<const unsigned char> octets) {
  char text[INET6_ADDRSTRLEN] = {};
  if (octets.size() == sizeof(in_addr))
    inet_ntop(AF_INET, octets.data(), text, sizeof text);
  else if (octets.size() == sizeof(in6_addr))
    inet_ntop(AF_INET6, octets.data(), text, sizeof text);
  return text;
}

}  // namespace deskready::network
