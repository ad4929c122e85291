#include "probes/network/far_end/address.h"

#include <ifaddrs.h>
#include <netdb.h>

#include <string_view>

#include "probes/network/far_end/linux/numeric.h"

namespace deskready::network {

std::vector<std::string> addresses_of(const std::string& host) {
  const bool brackets = host.starts_with('[') && host.ends_with(']');
  const std::string name = brackets ? host.substr(1, host.size() - 2) : host;
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  std::vector<std::string> all;
  if (getaddrinfo(name.c_str(), nullptr, &wanted, &found) != 0) return all;
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) all.push_back(numeric(*one->ai_addr));
  freeaddrinfo(found);
  return all;
}

bool is_own(const std::string& numeric_address) {
  // As an IPv6 socket shows an IPv4 address.
  constexpr std::string_view mapped = "::ffff:";
  const bool holds_v4 = numeric_address.starts_with(mapped) && numeric_address.find('.') != std::string::npos;
  const std::string address = holds_v4 ? numeric_address.substr(mapped.size()) : numeric_address;
  if (address.starts_with("127.") || address == "::1") return true;
  ifaddrs* all = nullptr;
  if (getifaddrs(&all) != 0) return false;
  bool own = false;
  for (const ifaddrs* one = all; one != nullptr && !own; one = one->ifa_next) {
    own = one->ifa_addr != nullptr && !address.empty() && address == numeric(*one->ifa_addr);
  }
  freeifaddrs(all);
  return own;
}

}  // namespace deskready::network
