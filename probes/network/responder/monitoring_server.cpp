#include "probes/network/responder/monitoring_server.h"

#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include "probes/network/responder/connecting/accepting.h"
#include "probes/network/responder/connecting/listening.h"
#include "probes/network/responder/monitoring/pages.h"
#include "probes/network/responder/request_target.h"

namespace deskready::network {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

std::string MonitoringServer::listen_on(const std::string& address, std::uint16_t port) {
  const auto numeric = parse_address(address);
  if (!numeric) return numeric.error();
  boost::system::error_code error;
  listen(acceptor_, {*numeric, port}, error);
  if (error) {
    return fmt::format("{} port {} cannot be listened on for monitoring: {}; choose another with --metrics",
                       address, port, error.message());
  }
  port_ = acceptor_.local_endpoint().port();
  const auto taken = [this](tcp::socket socket) {
    if (open_ == most_open) return;
    ++open_;
    asio::co_spawn(loop_, serve(std::move(socket)), asio::detached);
  };
  asio::co_spawn(loop_, accept_all(acceptor_, taken), asio::detached);
  return {};
}

asio::awaitable<void> MonitoringServer::serve(tcp::socket socket) {
  try {
    beast::tcp_stream stream(std::move(socket));
    stream.expires_after(patience_);
    beast::flat_buffer buffer(longest_header);
    http::request<http::empty_body> request;
    co_await http::async_read(stream, buffer, request, asio::use_awaitable);
    auto response = monitoring_answer(path_of(request.target()), request[http::field::accept], figures_());
    co_await http::async_write(stream, response, asio::use_awaitable);
    boost::system::error_code ignored;
    stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
  } catch (const std::exception&) {  // a client that goes away ends its own connection and nothing else
  }
  --open_;
}

}  // namespace deskready::network
