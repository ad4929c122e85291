#include "probes/network/lookup/race.h"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>

namespace deskready::network {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

NotUsed why(const error_code& error) {
  return error == asio::error::connection_refused ? NotUsed::refused
         : error == asio::error::timed_out        ? NotUsed::silent
                                                  : NotUsed::unreachable;
}

class Race {
 public:
  Race(const std::vector<std::string>& addresses, std::uint16_t port)
      : eyeballs_(interleaved(addresses)), port_(port), timer_(loop_) {}

  Raced run(const std::stop_token& stop) {
    go_on();
    constexpr std::chrono::milliseconds look_for_stop{50};
    while (!eyeballs_.over() && !stop.stop_requested()) loop_.run_one_for(look_for_stop);
    return {eyeballs_.winner(), eyeballs_.unused()};
  }

 private:
  static Eyeballs::Time now() { return std::chrono::steady_clock::now().time_since_epoch(); }

  void go_on() {
    for (const std::size_t silent : eyeballs_.give_up(now())) sockets_[silent]->close();
    while (const auto due = eyeballs_.begin(now())) begin(*due);
    if (eyeballs_.over()) return;
    timer_.expires_at(std::chrono::steady_clock::time_point(eyeballs_.next()));
    timer_.async_wait([this](const error_code& cancelled) {
      if (!cancelled) go_on();
    });
  }

  void begin(std::size_t which) {
    error_code none;
    const auto address = asio::ip::make_address(eyeballs_.address(which), none);
    auto& socket = *sockets_.emplace_back(std::make_unique<asio::ip::tcp::socket>(loop_));
    if (none) return eyeballs_.ended(which, NotUsed::unreachable);
    socket.async_connect({address, port_}, [this, which](const error_code& error) {
      if (error == asio::error::operation_aborted) return;
      if (error)
        eyeballs_.ended(which, why(error));
      else
        eyeballs_.connected(which);
      go_on();
    });
  }

  asio::io_context loop_;
  Eyeballs eyeballs_;
  const std::uint16_t port_;
  asio::steady_timer timer_;
  std::vector<std::unique_ptr<asio::ip::tcp::socket>> sockets_;  ///< by attempt
};

}  // namespace

Raced race(const std::vector<std::string>& addresses, std::uint16_t port, const std::stop_token& stop) {
  return Race(addresses, port).run(stop);
}

}  // namespace deskready::network
