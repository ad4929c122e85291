#include "probes/network/responder/connecting/numeric_address.h"

namespace deskready::network {

namespace ip = boost::asio::ip;

std::string numeric_address(const ip::address& address) {
  if (address.is_v4()) return address.to_string();
  const ip::address_v6 v6(address.to_v6().to_bytes());
  return v6.is_v4_mapped() ? ip::make_address_v4(ip::v4_mapped, v6).to_string() : v6.to_string();
}

}  // namespace deskready::network
