#include "probes/network/far_end/address.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <netdb.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <span>

namespace deskready::network {
namespace {

struct Block {
  std::array<std::uint8_t, 16> begin;  ///< IPv4 uses the first four
  unsigned bits;
};

constexpr Block not_public_v4[] = {
    {{0}, 8},        {{10}, 8},         {{100, 64}, 10},  {{127}, 8},      {{169, 254}, 16},
    {{172, 16}, 12}, {{192, 0, 0}, 24}, {{192, 168}, 16}, {{198, 18}, 15}, {{224}, 3},
};
constexpr Block not_public_v6[] = {
    {{}, 96},                                    // unspecified, loopback, IPv4-compatible
    {{0xFC}, 7},                                 // unique local
    {{0xFE, 0x80}, 10},                          // link-local
    {{0xFE, 0xC0}, 10},                          // site-local
    {{0xFF}, 8},                                 // groups
    {{0x01}, 8},                                 // discard
    {{0x00, 0x64, 0xFF, 0x9B, 0x00, 0x01}, 48},  // NAT64 of a network's own
};

/// IPv6 addresses that hold an IPv4 one, and at which octet.
struct Holder {
  Block block;
  std::size_t at;
};
constexpr Holder holders[] = {
    {{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF}, 96}, 12},
    {{{0x00, 0x64, 0xFF, 0x9B}, 96}, 12},
    {{{0x20, 0x02}, 16}, 2},
};

bool inside(std::span<const std::uint8_t> address, const Block& block) {
  for (unsigned bit = 0; bit < block.bits; ++bit) {
    const unsigned mask = 0x80U >> (bit % 8);
    if ((address[bit / 8] & mask) != (block.begin[bit / 8] & mask)) return false;
  }
  return true;
}

bool is_public_v4(std::span<const std::uint8_t> address) {
  return std::none_of(std::begin(not_public_v4), std::end(not_public_v4),
                      [&](const Block& block) { return inside(address, block); });
}

bool is_public_v6(std::span<const std::uint8_t> address) {
  for (const Holder& holder : holders) {
    if (inside(address, holder.block)) return is_public_v4(address.subspan(holder.at, 4));
  }
  return std::none_of(std::begin(not_public_v6), std::end(not_public_v6),
                      [&](const Block& block) { return inside(address, block); });
}

std::string numeric(const sockaddr& address) {
  char text[INET6_ADDRSTRLEN] = {};
  if (address.sa_family == AF_INET) {
    inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(address).sin_addr, text, sizeof text);
  } else if (address.sa_family == AF_INET6) {
    inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr, text, sizeof text);
  }
  return text;
}

}  // namespace

bool is_public(const sockaddr& address) {
  std::array<std::uint8_t, 16> bytes{};
  if (address.sa_family == AF_INET) {
    std::memcpy(bytes.data(), &reinterpret_cast<const sockaddr_in&>(address).sin_addr, 4);
    return is_public_v4(bytes);
  }
  if (address.sa_family != AF_INET6) return false;
  std::memcpy(bytes.data(), &reinterpret_cast<const sockaddr_in6&>(address).sin6_addr, 16);
  return is_public_v6(bytes);
}

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
