#include "probes/network/turn/open_line.h"

#include <array>

#include "probes/network/turn/connection.h"

namespace deskready::network::turn {
namespace {

class Datagrams : public Line {
 public:
  explicit Datagrams(const HostPort& place) : socket_(place.host, place.port) {}

  int send(const stun::Bytes& message) override {
    if (!socket_.connected()) return socket_.error();
    const int error = socket_.send(message);
    // A pending ICMP error is told once and has nothing to do with this packet.
    return error != 0 && !queue_is_full(error) ? socket_.send(message) : error;
  }

  std::optional<stun::Bytes> receive() override {
    // Stamps of an earlier stream would wake each wait.
    while (socket_.next_transmit_stamp()) continue;
    std::array<unsigned char, 2048> buffer;
    const auto datagram = socket_.receive(buffer);
    if (!datagram) return std::nullopt;
    return stun::Bytes(buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(datagram->size));
  }

  void wait(std::int64_t deadline_ns) override { wait_readable(socket_, deadline_ns); }
  bool ended() const override { return !socket_.connected(); }
  bool refused() override { return socket_.was_refused(); }
  const UdpSocket* datagrams() const override { return &socket_; }

 private:
  const UdpSocket socket_;
};

}  // namespace

tl::expected<std::unique_ptr<Line>, Unmeasured> open_line(TurnTransport transport, const HostPort& place,
                                                          const std::string& name,
                                                          const std::stop_token& stop) {
  if (transport == TurnTransport::udp) return std::make_unique<Datagrams>(place);
  return connect(transport == TurnTransport::tls, place, name, stop);
}

}  // namespace deskready::network::turn
