// The port where a monitoring system asks, apart from the one that agents know.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "probes/network/responder/monitoring/metrics.h"

namespace deskready::network {

/// Serves on the loop's thread. Must outlive the loop's running.
class MonitoringServer {
 public:
  /// `figures` is asked on the loop's thread for each page; `patience` is with who says nothing.
  MonitoringServer(boost::asio::io_context& loop, std::function<Figures()> figures,
                   std::chrono::nanoseconds patience)
      : loop_(loop), acceptor_(loop), figures_(std::move(figures)), patience_(patience) {}

  /// Binds, and serves from when the loop runs. `address` is numeric; port 0 lets the system choose. The
  /// error says what cannot be listened on and what to do; empty when it can.
  std::string listen_on(const std::string& address, std::uint16_t port);
  std::uint16_t port() const { return port_; }  ///< 0 while it does not listen

  /// Connections; those beyond are closed, so that they take no open files from the checks.
  static constexpr int most_open = 64;

 private:
  boost::asio::awaitable<void> serve(boost::asio::ip::tcp::socket socket);
  boost::asio::io_context& loop_;
  boost::asio::ip::tcp::acceptor acceptor_;
  const std::function<Figures()> figures_;
  const std::chrono::nanoseconds patience_;
  std::uint16_t port_ = 0;
  int open_ = 0;  ///< connections
};

}  // namespace deskready::network
