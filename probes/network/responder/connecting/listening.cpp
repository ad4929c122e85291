#include "probes/network/responder/connecting/listening.h"

#include <fmt/format.h>

#include <boost/asio/ip/udp.hpp>

namespace deskready::network {

namespace asio = boost::asio;
using asio::ip::tcp;

tl::expected<asio::ip::address, std::string> parse_address(const std::string& text) {
  boost::system::error_code error;
  const auto address = asio::ip::make_address(text, error);
  if (error)
    return tl::unexpected(fmt::format("\"{}\" is no numeric address; write it like 0.0.0.0 or ::", text));
  return address;
}

void listen(tcp::acceptor& acceptor, const tcp::endpoint& endpoint, boost::system::error_code& error) {
  open(acceptor, endpoint.address(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
}

tl::expected<int, std::string> listen_on_both(tcp::acceptor& acceptor, const std::string& address,
                                              std::uint16_t port) {
  const auto numeric = parse_address(address);
  if (!numeric) return tl::unexpected(numeric.error());
  boost::system::error_code error;
  // The system's choice for TCP may be taken for UDP: then another is tried.
  const int attempts = port == 0 ? 20 : 1;
  for (int attempt = 0; attempt < attempts; ++attempt) {
    error = {};
    acceptor = tcp::acceptor(acceptor.get_executor());
    listen(acceptor, {*numeric, port}, error);
    if (error) break;
    asio::ip::udp::socket udp(acceptor.get_executor());
    open(udp, *numeric, error);
    if (!error) udp.bind({*numeric, acceptor.local_endpoint().port()}, error);
    if (!error) return udp.release();
  }
  return tl::unexpected(fmt::format("{} port {} cannot be listened on: {}; choose another port or address",
                                    address, port, error.message()));
}

}  // namespace deskready::network
