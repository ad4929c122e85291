// Where a far end listens.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/system/error_code.hpp>
#include <cstdint>
#include <string>
#include <tl/expected.hpp>

namespace deskready::network {

/// The error says what is wrong and how to write it.
tl::expected<boost::asio::ip::address, std::string> parse_address(const std::string& text);

/// "::" listens for IPv4 as well, whatever the system's default.
template <class Socket>
void open(Socket& socket, const boost::asio::ip::address& address, boost::system::error_code& error) {
  socket.open(address.is_v4() ? Socket::protocol_type::v4() : Socket::protocol_type::v6(), error);
  if (!error && address.is_v6()) socket.set_option(boost::asio::ip::v6_only(false), error);
}

/// Opens, binds and listens, with the address free again at once after an end.
void listen(boost::asio::ip::tcp::acceptor& acceptor, const boost::asio::ip::tcp::endpoint& endpoint,
            boost::system::error_code& error);

/// One number for TCP, where the acceptor then listens, and for UDP, whose bound socket is the result and the
/// caller's to close. Port 0 lets the system choose. The error says what could not be listened on, why, and
/// what to do.
tl::expected<int, std::string> listen_on_both(boost::asio::ip::tcp::acceptor& acceptor,
                                              const std::string& address, std::uint16_t port);

}  // namespace deskready::network
