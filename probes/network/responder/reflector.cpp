#include "probes/network/responder/reflector.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

namespace deskready::network {
namespace {

constexpr std::size_t most_flows = 4096;
constexpr std::int64_t forgotten_after_ns = 60'000'000'000;

std::uint16_t port_of(const sockaddr_storage& address) {
  return ntohs(address.ss_family == AF_INET ? reinterpret_cast<const sockaddr_in&>(address).sin_port
                                            : reinterpret_cast<const sockaddr_in6&>(address).sin6_port);
}

}  // namespace

/// What is kept for a session once its first packet has proved itself.
struct Reflector::Flow {
  PacketKey key{};
  std::uint32_t next_sequence = 0;
  std::int64_t last_seen_ns = 0;
};

class Reflector::Flows {
 public:
  /// Nothing for a packet that does not prove its session, or when there are too many.
  Flow* of(const std::string& address, std::uint16_t port, const SenderPacket& sent, std::int64_t now_ns,
           const Admission& admission) {
    const Id id{address, port, sent.ssid};
    auto found = flows_.find(id);
    const PacketKey key = found != flows_.end() ? found->second.key : admission.key_for(address, sent.ssid);
    if (!same(sent.token, packet_token(key, sent.ssid, sent.sequence))) return nullptr;
    if (found == flows_.end()) {
      std::erase_if(flows_,
                    [&](const auto& old) { return now_ns - old.second.last_seen_ns > forgotten_after_ns; });
      if (flows_.size() >= most_flows) return nullptr;
      found = flows_.emplace(id, Flow{key, 0, 0}).first;
    }
    found->second.last_seen_ns = now_ns;
    return &found->second;
  }

 private:
  /// A test session is known by its address, its port and its session id (RFC 8972 section 3), so that two
  /// streams of one check are counted apart.
  using Id = std::tuple<std::string, std::uint16_t, std::uint16_t>;
  std::map<Id, Flow> flows_;
};

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

void Reflector::run(const std::stop_token& stop) {
  Flows flows;
  std::array<unsigned char, 2048> buffer;
  while (!stop.stop_requested()) {
    pollfd in{fd_, POLLIN, 0};
    if (poll(&in, 1, 100) <= 0) continue;
    // A flood must not keep it from seeing that it is to stop.
    for (int i = 0; i < 64; ++i) {
      const auto datagram = receive(fd_, buffer);
      if (!datagram) break;
      // One that fills the buffer was perhaps longer: the answer would not have its size.
      if (datagram->size < buffer.size()) answer(*datagram, {buffer.data(), datagram->size}, flows);
    }
  }
}

void Reflector::answer(const Datagram& datagram, std::span<unsigned char> packet, Flows& flows) {
  const auto sent = decode_sender(packet);
  if (!sent) return;
  Flow* flow = flows.of(numeric_address(&datagram.from), port_of(datagram.from), *sent, datagram.received_ns,
                        admission_);
  if (flow == nullptr) return;
  ReflectedPacket reflected{
      flow->next_sequence++, 0,          sent->ssid, ntp_from_unix_ns(datagram.received_ns),
      sent->sequence,        sent->sent, sent->token};
  const std::int64_t now = realtime_ns();
  reflected.reflected = ntp_from_unix_ns(now);
  reflected.sender_error_estimate = sent->error_estimate;
  reflected.sender_ttl = datagram.hops_left;
  encode(reflected, packet);
  answer_from_own_address(fd_, packet, datagram);
  longest_dwell_ns_ = std::max(longest_dwell_ns_.load(), now - datagram.received_ns);
}

}  // namespace deskready::network
