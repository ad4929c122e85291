// A TURN server of one connection over TCP on loopback, for tests, that cuts what it sends.
#pragma once

#include "tests/unit/probes/network/own_port.h"
#include "tests/unit/probes/network/turn/odd_turn_server.h"

namespace deskready::network::turn {

class OddTurnStream {
 public:
  /// Sends pieces of so many bytes; ends the connection after so many messages, or never (0); `instead` is
  /// what it sends to each message, where that is not what an honest server answers.
  OddTurnStream(OddTurnServer& honest, std::size_t piece, int ends_after = 0, stun::Bytes instead = {})
      : honest_(honest),
        piece_(piece),
        ends_after_(ends_after),
        instead_(std::move(instead)),
        fd_(socket(AF_INET, SOCK_STREAM, 0)) {
    port_ = ntohs(bound_to_own_port(fd_).sin_port);
    EXPECT_EQ(listen(fd_, 1), 0);
    thread_ = std::jthread([this] { serve(); });
  }
  ~OddTurnStream() {
    shutdown(fd_, SHUT_RDWR);
    thread_.join();
    close(fd_);
  }
  OddTurnStream(const OddTurnStream&) = delete;
  OddTurnStream& operator=(const OddTurnStream&) = delete;
  std::uint16_t port() const { return port_; }

 private:
  void serve() {
    const int connection = accept(fd_, nullptr, nullptr);
    if (connection < 0) return;
    for (int count = 0; ends_after_ == 0 || count < ends_after_; ++count) {
      const stun::Bytes message = next_message(connection);
      if (message.empty()) break;
      if (!instead_.empty())
        put(connection, instead_);
      else
        for (stun::Bytes& answer : honest_.answers_to(message)) {
          answer.resize((answer.size() + 3) & ~std::size_t{3});
          put(connection, answer);
        }
    }
    close(connection);
  }

  void put(int connection, const stun::Bytes& bytes) const {
    for (std::size_t at = 0; at < bytes.size(); at += piece_)
      send(connection, bytes.data() + at, std::min(piece_, bytes.size() - at), MSG_NOSIGNAL);
  }

  /// Empty at the connection's end.
  static stun::Bytes next_message(int connection) {
    stun::Bytes bytes(4);
    if (recv(connection, bytes.data(), 4, MSG_WAITALL) != 4) return {};
    const std::size_t said = static_cast<std::size_t>(bytes[2] << 8 | bytes[3]);
    const std::size_t rest = bytes[0] >= 0x40 ? (said + 3) / 4 * 4 : said + 16;
    bytes.resize(4 + rest);
    if (recv(connection, bytes.data() + 4, rest, MSG_WAITALL) != static_cast<ssize_t>(rest)) return {};
    return bytes;
  }

  OddTurnServer& honest_;
  const std::size_t piece_;
  const int ends_after_;
  const stun::Bytes instead_;
  const int fd_;
  std::uint16_t port_ = 0;
  std::jthread thread_;
};

}  // namespace deskready::network::turn
