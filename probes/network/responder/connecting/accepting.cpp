#include "probes/network/responder/connecting/accepting.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

namespace deskready::network {

namespace asio = boost::asio;
using asio::ip::tcp;

asio::awaitable<void> accept_all(tcp::acceptor& acceptor, std::function<void(tcp::socket)> taken) {
  for (;;) {
    boost::system::error_code error;
    tcp::socket socket = co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
    if (error == asio::error::operation_aborted) co_return;
    if (error) {  // out of descriptors, mostly: some will come free
      asio::steady_timer pause(co_await asio::this_coro::executor, std::chrono::milliseconds(100));
      co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
      continue;
    }
    taken(std::move(socket));
  }
}

}  // namespace deskready::network
