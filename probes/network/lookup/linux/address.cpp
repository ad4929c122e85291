#include "probes/network/lookup/address.h"

#include <ifaddrs.h>
#include <netdb.h>

#include "probes/network/sockets/linux/socket_address.h"

namespace deskready::network {

std::vector<std::string> addresses_of(const std::string& name) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  std::vector<std::string> all;
  if (getaddrinfo(name.c_str(), nullptr, &wanted, &found) != 0) return all;
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) all.push_back(numeric(*one->ai_addr));
  freeaddrinfo(found);
  return all;
}

std::optional<std::vector<std::string>> own_addresses() {
  ifaddrs* all = nullptr;
  if (getifaddrs(&all) != 0) return std::nullopt;
  std::vector<std::string> own;
  for (const ifaddrs* one = all; one != nullptr; one = one->ifa_next) {
    if (one->ifa_addr != nullptr) own.push_back(numeric(*one->ifa_addr));
  }
  freeifaddrs(all);
  return own;
}

}  // namespace deskready::network
