#include "probes/network/responder/reflector.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <map>
#include <string>
#include <tuple>

#include "probes/network/timestamps.h"

namespace deskready::network {
namespace {

/// A test session is known by its address, its port and its session id (RFC 8972 section 3), so that two
/// streams of one check are counted apart.
using FlowId = std::tuple<std::string, std::uint16_t, std::uint16_t>;

/// What is kept for a session once its first packet has proved itself.
struct Flow {
  PacketKey key{};
  std::uint32_t next_sequence = 0;
  std::int64_t last_seen_ns = 0;
};

constexpr std::size_t most_flows = 4096;
constexpr std::int64_t forgotten_after_ns = 60'000'000'000;

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

Reflector::Reflector(int fd, const Admission& admission) : fd_(fd), admission_(admission) {
  enable_timestamps(fd_, false);
  const int buffer = 1 << 20;
  setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
  thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Reflector::~Reflector() {
  thread_.request_stop();
  thread_.join();
  close(fd_);
}

void Reflector::run(const std::stop_token& stop) {
  std::map<FlowId, Flow> flows;
  std::array<unsigned char, 2048> buffer;
  while (!stop.stop_requested()) {
    pollfd in{fd_, POLLIN, 0};
    if (poll(&in, 1, 100) <= 0) continue;
    while (const auto datagram = receive(fd_, buffer)) {
      const std::span<unsigned char> packet(buffer.data(), datagram->size);
      // One that fills the buffer was perhaps longer: the answer would not have its size.
      const auto sent = packet.size() < buffer.size() ? decode_sender(packet) : std::nullopt;
      if (!sent) continue;
      const FlowId id{numeric_address(&datagram->from), port_of(datagram->from), sent->ssid};
      auto flow = flows.find(id);
      const PacketKey key =
          flow != flows.end() ? flow->second.key : admission_.key_for(std::get<0>(id), sent->ssid);
      if (!same(sent->token, packet_token(key, sent->ssid, sent->sequence))) continue;
      if (flow == flows.end()) {
        std::erase_if(flows, [&](const auto& old) {
          return datagram->received_ns - old.second.last_seen_ns > forgotten_after_ns;
        });
        if (flows.size() >= most_flows) continue;
        flow = flows.emplace(id, Flow{key, 0, 0}).first;
      }
      flow->second.last_seen_ns = datagram->received_ns;
      ReflectedPacket answer{flow->second.next_sequence++,
                             0,
                             sent->ssid,
                             ntp_from_unix_ns(datagram->received_ns),
                             sent->sequence,
                             sent->sent,
                             sent->token};
      answer.reflected = ntp_from_unix_ns(realtime_ns());
      encode(answer, packet);
      sendto(fd_, packet.data(), packet.size(), MSG_DONTWAIT,
             reinterpret_cast<const sockaddr*>(&datagram->from), datagram->from_size);
    }
  }
}

}  // namespace deskready::network
