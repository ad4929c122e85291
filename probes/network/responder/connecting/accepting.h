// Taking connections one after the other.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <functional>

namespace deskready::network {

/// Until the acceptor is closed. `taken` begins with each connection what is its business, and returns. The
/// acceptor must outlive it.
boost::asio::awaitable<void> accept_all(boost::asio::ip::tcp::acceptor& acceptor,
                                        std::function<void(boost::asio::ip::tcp::socket)> taken);

}  // namespace deskready::network
