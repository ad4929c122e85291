#include "probes/network/lookup/address.h"

#include <algorithm>
#include <cstdint>

#include "config/base/addresses/address.h"

namespace deskready::network {
namespace {

/// Of an IPv4 address also where an IPv6 one holds it; none of what is no address.
std::vector<std::uint8_t> plain_bytes(const std::string& numeric_address) {
  return without_holder(address_bytes(numeric_address));
}

bool is_loopback(const std::vector<std::uint8_t>& bytes) {
  if (bytes.size() == 4) return bytes[0] == 127;
  return std::count(bytes.begin(), bytes.end() - 1, 0) == 15 && bytes.back() == 1;
}

}  // namespace

bool is_public(const std::string& numeric_address) {
  return is_public_address(address_bytes(numeric_address));
}

bool is_made_up(const std::string& numeric_address) {
  return is_made_up_address(address_bytes(numeric_address));
}

bool is_nat64(const std::string& numeric_address) {
  return is_nat64_address(address_bytes(numeric_address));
}

bool is_numeric(const std::string& text) {
  return !address_bytes(text).empty();
}

bool is_own(const std::string& numeric_address) {
  const auto bytes = plain_bytes(numeric_address);
  if (bytes.empty()) return false;
  // The system takes the unspecified address for loopback.
  if (is_loopback(bytes) || std::count(bytes.begin(), bytes.end(), 0) == std::ssize(bytes)) return true;
  const auto own = own_addresses();
  return !own || std::any_of(own->begin(), own->end(),
                             [&](const std::string& one) { return plain_bytes(one) == bytes; });
}

}  // namespace deskready::network
