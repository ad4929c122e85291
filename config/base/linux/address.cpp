#include "config/base/addresses/address.h"

#include <arpa/inet.h>

namespace deskready {

std::vector<std::uint8_t> address_bytes(const std::string& numeric_address) {
  std::vector<std::uint8_t> bytes(4);
  if (inet_pton(AF_INET, numeric_address.c_str(), bytes.data()) == 1) return bytes;
  bytes.resize(16);
  const std::string without_zone = numeric_address.substr(0, numeric_address.find('%'));
  if (inet_pton(AF_INET6, without_zone.c_str(), bytes.data()) == 1) return bytes;
  return {};
}

}  // namespace deskready
