#include "probes/network/lookup/address.h"

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>
#include <cstdint>
#include <iterator>
#include <span>
#include <vector>

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
    {{0x20, 0x01, 0x00, 0x00}, 32},              // Teredo, which hides an IPv4 address
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
    {{{0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF}, 96}, 12},  // translated, RFC 7915
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

/// The IPv4 address that an IPv6 one holds; empty where it holds none.
std::span<const std::uint8_t> held_v4(std::span<const std::uint8_t> address) {
  for (const Holder& holder : holders) {
    if (inside(address, holder.block)) return address.subspan(holder.at, 4);
  }
  return {};
}

bool is_public_v6(std::span<const std::uint8_t> address) {
  if (const auto held = held_v4(address); !held.empty()) return is_public_v4(held);
  return std::none_of(std::begin(not_public_v6), std::end(not_public_v6),
                      [&](const Block& block) { return inside(address, block); });
}

/// 4 or 16 bytes, an IPv4 address also where an IPv6 one holds it; none of what is no address.
std::vector<std::uint8_t> bytes_of(const std::string& numeric_address) {
  boost::system::error_code error;
  const auto address =
      boost::asio::ip::make_address(numeric_address.substr(0, numeric_address.find('%')), error);
  if (error) return {};
  if (address.is_v4()) {
    const auto bytes = address.to_v4().to_bytes();
    return {bytes.begin(), bytes.end()};
  }
  const auto bytes = address.to_v6().to_bytes();
  const auto held = held_v4(bytes);
  return held.empty() ? std::vector<std::uint8_t>(bytes.begin(), bytes.end())
                      : std::vector<std::uint8_t>(held.begin(), held.end());
}

bool is_loopback(const std::vector<std::uint8_t>& bytes) {
  if (bytes.size() == 4) return bytes[0] == 127;
  return std::count(bytes.begin(), bytes.end() - 1, 0) == 15 && bytes.back() == 1;
}

}  // namespace

bool is_public(const std::string& numeric_address) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(numeric_address, error);
  if (error) return false;
  return address.is_v4() ? is_public_v4(address.to_v4().to_bytes())
                         : is_public_v6(address.to_v6().to_bytes());
}

bool is_made_up(const std::string& numeric_address) {
  constexpr Block benchmarks{{198, 18}, 15};
  constexpr Block own_nat64{{0x00, 0x64, 0xFF, 0x9B, 0x00, 0x01}, 48};
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(numeric_address, error);
  if (error) return false;
  return address.is_v4() ? inside(address.to_v4().to_bytes(), benchmarks)
                         : inside(address.to_v6().to_bytes(), own_nat64);
}

bool is_nat64(const std::string& numeric_address) {
  constexpr Block common{{0x00, 0x64, 0xFF, 0x9B}, 96};
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(numeric_address, error);
  return !error && address.is_v6() && inside(address.to_v6().to_bytes(), common);
}

bool is_numeric(const std::string& text) {
  boost::system::error_code error;
  boost::asio::ip::make_address(text, error);
  return !error;
}

bool is_own(const std::string& numeric_address) {
  const auto bytes = bytes_of(numeric_address);
  if (bytes.empty()) return false;
  // The system takes the unspecified address for loopback.
  if (is_loopback(bytes) || std::count(bytes.begin(), bytes.end(), 0) == std::ssize(bytes)) return true;
  const auto own = own_addresses();
  return !own || std::any_of(own->begin(), own->end(),
                             [&](const std::string& one) { return bytes_of(one) == bytes; });
}

}  // namespace deskready::network
