#include "probes/network/responder/connecting/proxy_header.h"

#include <algorithm>
#include <array>
#include <boost/asio/ip/address.hpp>

#include "probes/network/responder/connecting/numeric_address.h"

namespace deskready::network {
namespace {

namespace ip = boost::asio::ip;

constexpr std::array<unsigned char, 12> signature = {0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D,
                                                     0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A};
constexpr unsigned char local = 0x20, proxied = 0x21;
constexpr unsigned char tcp_over_v4 = 0x11, tcp_over_v6 = 0x21;

template <class Address>
Address address_in(std::span<const unsigned char> octets) {
  typename Address::bytes_type bytes;
  std::copy_n(octets.begin(), bytes.size(), bytes.begin());
  return Address(bytes);
}

}  // namespace

bool is_proxy_line(std::span<const unsigned char> begin) {
  constexpr std::string_view word = "PROXY ";
  return begin.size() >= word.size() && std::equal(word.begin(), word.end(), begin.begin());
}

tl::expected<std::optional<std::string>, std::string> client_in_line(std::string_view line) {
  if (!line.ends_with("\r\n")) return tl::unexpected(std::string("its PROXY line has no end"));
  const auto word = [&] {
    line.remove_prefix(std::min(line.find(' ') + 1, line.size()));
    return std::string(line.substr(0, line.find_first_of(" \r")));
  };
  const std::string family = word();
  if (family == "UNKNOWN") return std::optional<std::string>();
  boost::system::error_code bad;
  const auto client = ip::make_address(word(), bad);
  const bool fits =
      !bad && (client.is_v4() ? family == "TCP4" : family == "TCP6" && client.to_v6().scope_id() == 0);
  if (!fits) return tl::unexpected(std::string("its PROXY line names no TCP client"));
  return std::optional(numeric_address(client));
}

tl::expected<std::size_t, std::string> proxy_rest(std::span<const unsigned char> head) {
  if (head.size() < proxy_head || !std::equal(signature.begin(), signature.end(), head.begin()))
    return tl::unexpected(std::string("it does not begin with the header of PROXY protocol version 2"));
  if (head[12] != local && head[12] != proxied)
    return tl::unexpected(std::string("its PROXY header is of an unknown version or command"));
  const std::size_t rest = static_cast<std::size_t>(head[14]) << 8 | head[15];
  if (rest > longest_proxy) return tl::unexpected(std::string("its PROXY header is too long"));
  return rest;
}

tl::expected<std::optional<std::string>, std::string> proxied_client(std::span<const unsigned char> header) {
  const auto rest = proxy_rest(header);
  if (!rest) return tl::unexpected(rest.error());
  if (header.size() != proxy_head + *rest)
    return tl::unexpected(std::string("its PROXY header is cut short"));
  if (header[12] == local) return std::optional<std::string>();
  const auto addresses = header.subspan(proxy_head);
  if (header[13] == tcp_over_v4 && addresses.size() >= 12)
    return std::optional(numeric_address(address_in<ip::address_v4>(addresses)));
  if (header[13] == tcp_over_v6 && addresses.size() >= 36)
    return std::optional(numeric_address(address_in<ip::address_v6>(addresses)));
  return tl::unexpected(std::string("its PROXY header names no TCP client"));
}

}  // namespace deskready::network
