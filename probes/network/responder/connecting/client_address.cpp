#include "probes/network/responder/connecting/client_address.h"

#include <algorithm>
#include <boost/asio/read.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <optional>
#include <tl/expected.hpp>
#include <vector>

#include "probes/network/responder/connecting/numeric_address.h"
#include "probes/network/responder/connecting/proxy_header.h"

namespace deskready::network {

namespace asio = boost::asio;
namespace beast = boost::beast;

namespace {

bool is_one_of(const std::vector<Prefix>& networks, const std::string& address) {
  const auto own = parse_prefix(address);
  return own && std::any_of(networks.begin(), networks.end(),
                            [&](const Prefix& network) { return contains(network, *own); });
}

/// Takes the header off the connection: the client's numeric address; `balancer` itself where it speaks for
/// itself; empty where the connection does not begin with such a header.
asio::awaitable<std::string> told_address(beast::tcp_stream& stream, std::string balancer,
                                          std::chrono::nanoseconds patience) {
  std::vector<unsigned char> header(proxy_begin);
  stream.expires_after(patience);
  co_await asio::async_read(stream, asio::buffer(header), asio::use_awaitable);
  tl::expected<std::optional<std::string>, std::string> client;
  if (is_proxy_line(header)) {
    while (header.back() != '\n' && header.size() < longest_proxy_line) {
      header.push_back(0);
      co_await asio::async_read(stream, asio::buffer(&header.back(), 1), asio::use_awaitable);
    }
    client = client_in_line({reinterpret_cast<const char*>(header.data()), header.size()});
  } else {
    header.resize(proxy_head);
    co_await asio::async_read(stream, asio::buffer(header.data() + proxy_begin, proxy_head - proxy_begin),
                              asio::use_awaitable);
    const auto rest = proxy_rest(header);
    if (!rest) co_return std::string();
    header.resize(proxy_head + *rest);
    co_await asio::async_read(stream, asio::buffer(header.data() + proxy_head, *rest), asio::use_awaitable);
    client = proxied_client(header);
  }
  if (!client) co_return std::string();
  co_return client->value_or(balancer);
}

}  // namespace

asio::awaitable<std::string> client_address(asio::ip::tcp::socket& socket,
                                            const std::vector<Prefix>& balancers,
                                            std::chrono::nanoseconds patience) {
  std::string address = numeric_address(socket.remote_endpoint().address());
  if (!is_one_of(balancers, address)) co_return address;
  beast::tcp_stream plain(std::move(socket));
  address = co_await told_address(plain, address, patience);
  socket = plain.release_socket();
  co_return address;
}

}  // namespace deskready::network
