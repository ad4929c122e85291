#include "config/base/addresses/address.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace deskready {
namespace {

struct Block {
  std::array<std::uint8_t, 16> begin;  ///< IPv4 uses the first four
  unsigned bits;
};

constexpr Block benchmarks{{198, 18}, 15};
constexpr Block own_nat64{{0x00, 0x64, 0xFF, 0x9B, 0x00, 0x01}, 48};
constexpr Block any_nat64{{0x00, 0x64, 0xFF, 0x9B}, 96};

constexpr Block not_public_v4[] = {
    {{0}, 8},        {{10}, 8},         {{100, 64}, 10},  {{127}, 8}, {{169, 254}, 16},
    {{172, 16}, 12}, {{192, 0, 0}, 24}, {{192, 168}, 16}, benchmarks, {{224}, 3},
};
constexpr Block not_public_v6[] = {
    {{}, 96},                        // unspecified, loopback, IPv4-compatible
    {{0xFC}, 7},                     // unique local
    {{0xFE, 0x80}, 10},              // link-local
    {{0xFE, 0xC0}, 10},              // site-local
    {{0xFF}, 8},                     // groups
    {{0x01}, 8},                     // discard
    {{0x20, 0x01, 0x00, 0x00}, 32},  // Teredo, which hides an IPv4 address
    own_nat64,
};

/// IPv6 addresses that hold an IPv4 one, and at which octet.
struct Holder {
  Block block;
  std::size_t at;
};
constexpr Holder holders[] = {
    {{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF}, 96}, 12},
    {any_nat64, 12},
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

}  // namespace

std::vector<std::uint8_t> without_holder(std::vector<std::uint8_t> address) {
  if (address.size() != 16) return address;
  const auto held = held_v4(address);
  return held.empty() ? address : std::vector<std::uint8_t>(held.begin(), held.end());
}

bool is_public_address(std::span<const std::uint8_t> address) {
  return address.size() == 4 ? is_public_v4(address) : address.size() == 16 && is_public_v6(address);
}

bool is_made_up_address(std::span<const std::uint8_t> address) {
  return address.size() == 4 ? inside(address, benchmarks)
                             : address.size() == 16 && inside(address, own_nat64);
}

bool is_nat64_address(std::span<const std::uint8_t> address) {
  return address.size() == 16 && inside(address, any_nat64);
}

}  // namespace deskready
