// Who the client is where a balancer stands before it, by the PROXY protocol's header on the connection.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <chrono>
#include <string>

namespace deskready::network {

/// Takes the header off the connection: the client's numeric address; `balancer` itself where it speaks for
/// itself; empty where the connection does not begin with such a header. Throws what Beast throws where
/// nothing comes within `patience`.
boost::asio::awaitable<std::string> told_address(boost::beast::tcp_stream& stream, std::string balancer,
                                                 std::chrono::nanoseconds patience);

}  // namespace deskready::network
