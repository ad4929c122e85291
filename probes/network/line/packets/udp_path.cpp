#include "probes/network/line/packets/udp_path.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include "probes/network/linux/timestamps.h"
#include "probes/network/wire/packet_token.h"

namespace deskready::network {
namespace {

constexpr int most_questions = 10;
constexpr int between_ms = 250, last_ms = 750;

tl::unexpected<Unmeasured> failed(const std::string& why) {
  return tl::unexpected(unmeasured(Cause::far_end_failed, why));
}

tl::unexpected<Unmeasured> cannot_send(int error) {
  return failed(std::string("UDP cannot be sent: ") + std::strerror(error));
}

bool ask(const UdpSocket& socket, const Session& session, std::uint32_t number) {
  std::array<unsigned char, smallest_tagged_packet> packet;
  SenderPacket question{number, ntp_from_unix_ns(realtime_ns()), session.ssid};
  question.tag = session.tag;
  question.token = packet_token(session.packet_key, session.ssid, number, question.tag);
  encode(question, packet);
  return send(socket.fd(), packet.data(), packet.size(), MSG_DONTWAIT) >= 0;
}

/// The echo, where the socket holds an answer to question `number`.
std::uint64_t echo_in(const UdpSocket& socket, const Session& session, std::uint32_t number) {
  std::array<unsigned char, 2048> buffer;
  while (const auto datagram = receive(socket.fd(), buffer)) {
    const auto answer = decode_reflected(std::span<const unsigned char>(buffer.data(), datagram->size));
    if (!answer || !answer->tag || answer->sender_sequence != number) continue;
    if (same(answer->token, packet_token(session.packet_key, session.ssid, number, session.tag)))
      return answer->tag->echo;
  }
  return 0;
}

}  // namespace

UdpSocket::UdpSocket(const Session& session) {
  sockaddr_in v4{};
  sockaddr_in6 v6{};
  v4.sin_family = AF_INET;
  v6.sin6_family = AF_INET6;
  v4.sin_port = v6.sin6_port = htons(session.udp_port);
  const bool is_v4 = inet_pton(AF_INET, session.udp_address.c_str(), &v4.sin_addr) == 1;
  if (!is_v4 && inet_pton(AF_INET6, session.udp_address.c_str(), &v6.sin6_addr) != 1) {
    errno = EINVAL;
    return;
  }
  fd_ = socket(is_v4 ? AF_INET : AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  const auto* to = is_v4 ? reinterpret_cast<const sockaddr*>(&v4) : reinterpret_cast<const sockaddr*>(&v6);
  connected_ = fd_ >= 0 && connect(fd_, to, is_v4 ? sizeof(v4) : sizeof(v6)) == 0;
}

UdpSocket::~UdpSocket() {
  if (fd_ >= 0) close(fd_);
}

tl::expected<UdpPath, Unmeasured> udp_path(const Session& session, const std::stop_token& stop,
                                           const std::function<bool(std::size_t)>& spend) {
  if (!session.tag) {
    UdpPath path{UdpSocket(session), 0};
    if (!path.socket.connected()) return cannot_send(errno);
    return path;
  }
  std::vector<UdpSocket> asked;
  std::vector<pollfd> waiting;
  int error = 0;
  for (std::uint32_t question = 0; question < most_questions && !stop.stop_requested(); ++question) {
    UdpSocket socket(session);
    if (!socket.connected()) return cannot_send(errno);
    if (!spend(smallest_tagged_packet)) break;
    if (!ask(socket, session, question)) error = errno;
    waiting.push_back({socket.fd(), POLLIN, 0});
    asked.push_back(std::move(socket));
    const std::int64_t until =
        monotonic_ns() + std::int64_t{1'000'000} * (question + 1 == most_questions ? last_ms : between_ms);
    for (std::int64_t left = until - monotonic_ns(); left > 0; left = until - monotonic_ns()) {
      if (poll(waiting.data(), waiting.size(), static_cast<int>(left / 1'000'000) + 1) <= 0) continue;
      for (std::size_t i = 0; i < asked.size(); ++i) {
        if (waiting[i].revents == 0) continue;
        const std::uint64_t echo = echo_in(asked[i], session, static_cast<std::uint32_t>(i));
        if (echo == 0) continue;
        spend(smallest_tagged_packet);
        return UdpPath{std::move(asked[i]), echo};
      }
      // A port that is refused is readable at once, again and again.
      for (pollfd& one : waiting) {
        if ((one.revents & POLLERR) != 0) one.fd = -1;
      }
    }
  }
  if (stop.stop_requested()) return tl::unexpected(unmeasured(Cause::stopped));
  if (error != 0) return cannot_send(error);
  return failed("UDP is blocked: no packet came back");
}

}  // namespace deskready::network
