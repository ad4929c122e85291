// What a client asks over one connection, and what it gets: a session, a download, an upload.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "probes/network/responder/serving.h"

namespace deskready::network {

/// Serves the one request of a connection: `Stream` is beast::tcp_stream, or TLS over it. Throws what Beast
/// throws where the client goes away. All outlive it.
template <class Stream>
boost::asio::awaitable<void> serve_request(Stream& stream, const std::string& address, Serving& serving,
                                           Connections::Place& place);

}  // namespace deskready::network
