// A server of datagrams on loopback, for tests, that answers what it is told to.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "probes/network/stun/message.h"
#include "tests/unit/probes/network/own_port.h"

namespace deskready::network::stun {

/// What to send back to the `number`th datagram, counted from 0; as many as there are.
using Answering = std::function<std::vector<Bytes>(const Bytes& request, int number)>;

class OddStunServer {
 public:
  explicit OddStunServer(Answering answering)
      : answering_(std::move(answering)), fd_(socket(AF_INET, SOCK_DGRAM, 0)) {
    port_ = ntohs(bound_to_own_port(fd_).sin_port);
    thread_ = std::jthread([this] { serve(); });
  }
  ~OddStunServer() {
    ends_ = true;
    // A datagram of its own wakes it.
    sockaddr_in own{};
    own.sin_family = AF_INET;
    own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    own.sin_port = htons(port_);
    sendto(fd_, "", 0, 0, reinterpret_cast<sockaddr*>(&own), sizeof own);
    thread_.join();
    close(fd_);
  }
  OddStunServer(const OddStunServer&) = delete;
  OddStunServer& operator=(const OddStunServer&) = delete;
  std::uint16_t port() const { return port_; }
  int requests() const { return requests_; }

 private:
  void serve() {
    for (;;) {
      Bytes buffer(2048);
      sockaddr_in from{};
      socklen_t size = sizeof from;
      const ssize_t got =
          recvfrom(fd_, buffer.data(), buffer.size(), 0, reinterpret_cast<sockaddr*>(&from), &size);
      if (ends_) return;
      if (got < 0) continue;
      buffer.resize(static_cast<std::size_t>(got));
      for (const Bytes& answer : answering_(buffer, requests_++))
        sendto(fd_, answer.data(), answer.size(), 0, reinterpret_cast<sockaddr*>(&from), size);
    }
  }

  const Answering answering_;
  const int fd_;
  std::uint16_t port_ = 0;
  std::atomic<bool> ends_ = false;
  std::atomic<int> requests_ = 0;
  std::jthread thread_;
};

/// By hand, as RFC 8489 lays it out: a success that says 192.0.2.1, port 32853.
inline Bytes success(const Bytes& request) {
  Bytes answer = {0x01, 0x01, 0x00, 0x0c, 0x21, 0x12, 0xa4, 0x42};
  answer.insert(answer.end(), request.begin() + 8, request.begin() + 20);
  const Bytes address = {0x00, 0x20, 0x00, 0x08, 0x00, 0x01, 0xa1, 0x47, 0xe1, 0x12, 0xa6, 0x43};
  answer.insert(answer.end(), address.begin(), address.end());
  return answer;
}

/// An error of that number, and where it sends: an IPv4 address's four bytes and a port, or nothing.
inline Bytes error(const Bytes& request, int number, const Bytes& address = {}, std::uint16_t port = 0) {
  Bytes answer = {0x01, 0x11, 0x00, static_cast<unsigned char>(address.empty() ? 8 : 20),
                  0x21, 0x12, 0xa4, 0x42};
  answer.insert(answer.end(), request.begin() + 8, request.begin() + 20);
  const Bytes code = {0x00,
                      0x09,
                      0x00,
                      0x04,
                      0,
                      0,
                      static_cast<unsigned char>(number / 100),
                      static_cast<unsigned char>(number % 100)};
  answer.insert(answer.end(), code.begin(), code.end());
  if (address.empty()) return answer;
  const Bytes head = {
      0x80, 0x23, 0x00, 0x08, 0, 1, static_cast<unsigned char>(port >> 8), static_cast<unsigned char>(port)};
  answer.insert(answer.end(), head.begin(), head.end());
  answer.insert(answer.end(), address.begin(), address.end());
  return answer;
}

}  // namespace deskready::network::stun
