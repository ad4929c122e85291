#include "probes/network/responder/reflector.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace deskready::network {
namespace {

std::uint16_t port_of(const sockaddr_storage& address) {
  return ntohs(address.ss_family == AF_INET ? reinterpret_cast<const sockaddr_in&>(address).sin_port
                                            : reinterpret_cast<const sockaddr_in6&>(address).sin6_port);
}

}  // namespace

std::string numeric_address(const void* bytes) {
  const auto* address = static_cast<const sockaddr*>(bytes);
  char text[INET6_ADDRSTRLEN] = {};
  if (address->sa_family == AF_INET) {
    inet_ntop(AF_INET, &static_cast<const sockaddr_in*>(bytes)->sin_addr, text, sizeof text);
    return text;
  }
  inet_ntop(AF_INET6, &static_cast<const sockaddr_in6*>(bytes)->sin6_addr, text, sizeof text);
  const std::string_view whole(text);
  constexpr std::string_view mapped = "::ffff:";
  return std::string(whole.starts_with(mapped) && whole.find('.') != std::string_view::npos
                         ? whole.substr(mapped.size())
                         : whole);
}

Reflector::Reflector(int fd, const Admission& admission, const std::vector<Prefix>& trusted)
    : fd_(fd), flows_(admission, trusted) {
  enable_timestamps(fd_, false);
  name_own_address(fd_);
  tell_hops(fd_);
  const int buffer = 1 << 20;
  setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Reflector::~Reflector() {
  thread_.request_stop();
  thread_.join();
  close(fd_);
}

void Reflector::trust(const std::vector<Prefix>& networks) {
  const std::lock_guard lock(mutex_);
  flows_.trust(networks);
}

void Reflector::run(const std::stop_token& stop) {
  std::array<unsigned char, 2048> buffer;
  while (!stop.stop_requested()) {
    pollfd in{fd_, POLLIN, 0};
    if (poll(&in, 1, 100) <= 0) continue;
    // A flood must not keep it from seeing that it is to stop.
    for (int i = 0; i < 64; ++i) {
      const auto datagram = receive(fd_, buffer);
      if (!datagram) break;
      // One that fills the buffer was perhaps longer: the answer would not have its size.
      if (datagram->size < buffer.size()) answer(*datagram, {buffer.data(), datagram->size});
    }
  }
}

void Reflector::answer(const Datagram& datagram, std::span<unsigned char> packet) {
  const auto sent = decode_sender(packet);
  if (!sent) return;
  const std::lock_guard lock(mutex_);  // another holds it at a reload only
  const auto reflection =
      flows_.take(*sent, numeric_address(&datagram.from), port_of(datagram.from), datagram.received_ns);
  if (!reflection) {
    for (std::size_t why = 0; why < kinds_of_unanswered; ++why) unanswered_[why] = flows_.unanswered()[why];
    return;
  }
  ReflectedPacket reflected{
      reflection->sequence, 0,          sent->ssid, ntp_from_unix_ns(datagram.received_ns),
      sent->sequence,       sent->sent, sent->token};
  const std::int64_t now = realtime_ns();
  reflected.reflected = ntp_from_unix_ns(now);
  reflected.sender_error_estimate = sent->error_estimate;
  reflected.sender_ttl = datagram.hops_left;
  reflected.tag = sent->tag;
  if (reflected.tag) reflected.tag->echo = reflection->echo;
  encode(reflected, packet);
  answer_from_own_address(fd_, packet, datagram);
  ++answered_;
  longest_dwell_ns_ = std::max(longest_dwell_ns_.load(), now - datagram.received_ns);
}

}  // namespace deskready::network
