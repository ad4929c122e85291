// Who a connection's client is; where a balancer stands before it, by the PROXY protocol's header.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "probes/network/responder/shares/shares.h"

namespace deskready::network {

/// The client's numeric address; empty where a balancer (options.h) does not begin with the header that it
/// owes. Throws what Beast throws where nothing comes within `patience`. The socket is whole again
/// afterwards.
boost::asio::awaitable<std::string> client_address(boost::asio::ip::tcp::socket& socket,
                                                   const std::vector<Prefix>& balancers,
                                                   std::chrono::nanoseconds patience);

}  // namespace deskready::network
