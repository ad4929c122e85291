#include "probes/network/responder/listening.h"

#include <fmt/format.h>

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

}  // namespace deskready::network
