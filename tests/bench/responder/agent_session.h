// A session as an agent has it, opened from an address of one's own choice, and its packets.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sodium.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>

#include "probes/machine/clocks.h"
#include "probes/network/wire/packet_token.h"
#include "probes/network/wire/stamp.h"

/// 127.x.y.z, one for each number below 2^24.
inline sockaddr_in loopback(std::uint32_t host, std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(0x7F000000 | host);
  address.sin_port = htons(port);
  return address;
}

/// Bound to `host` of loopback and connected to the responder; -1 where that cannot be.
inline int connected(int type, std::uint32_t host, std::uint16_t port) {
  const int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);
  const sockaddr_in own = loopback(host, 0), far = loopback(1, port);
  if (bind(fd, reinterpret_cast<const sockaddr*>(&own), sizeof own) == 0 &&
      connect(fd, reinterpret_cast<const sockaddr*>(&far), sizeof far) == 0)
    return fd;
  close(fd);
  return -1;
}

struct AgentSession {
  deskready::network::SessionTag tag;
  deskready::network::PacketKey key{};
  std::uint16_t ssid = 0;

  /// Fills the packet.
  void write(std::uint32_t sequence, std::int64_t sent_ns, std::span<unsigned char> packet) const {
    using namespace deskready::network;
    SenderPacket content{sequence, ntp_from_unix_ns(sent_ns), ssid, packet_token(key, ssid, sequence, tag)};
    content.tag = tag;
    encode(content, packet);
  }
};

/// By a request of its own, as an agent opens it; the status where it is refused, 0 where nothing answers.
struct Opened {
  std::optional<AgentSession> session;
  int status = 0;
  std::string reason;
};

inline Opened open_session(std::uint32_t host, std::uint16_t port) {
  Opened opened;
  const int fd = connected(SOCK_STREAM, host, port);
  if (fd < 0) return opened;
  const std::string request =
      "POST /session?protocol=2 HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n";
  send(fd, request.data(), request.size(), MSG_NOSIGNAL);
  std::string answer;
  std::array<char, 4096> part{};
  for (ssize_t size = 0; (size = recv(fd, part.data(), part.size(), 0)) > 0;)
    answer.append(part.data(), static_cast<std::size_t>(size));
  close(fd);
  if (answer.size() > 12) opened.status = std::atoi(answer.c_str() + 9);
  const auto body = answer.find("\r\n\r\n");
  const auto json =
      nlohmann::json::parse(body == std::string::npos ? "" : answer.substr(body), nullptr, false);
  if (!json.is_object()) return opened;
  opened.reason = json.value("reason", "");
  if (opened.status != 200) return opened;
  AgentSession session;
  const auto bytes = [&](const char* name, auto& into) {
    const std::string hex = json.value(name, "");
    sodium_hex2bin(into.data(), into.size(), hex.data(), hex.size(), nullptr, nullptr, nullptr);
  };
  bytes("session", session.tag.session);
  bytes("key", session.key);
  session.tag.expires = json.value("expires", 0U);
  session.ssid = json.value("ssid", std::uint16_t{0});
  opened.session = session;
  return opened;
}

/// Asks for the echo from this socket and waits up to a second for it; false where none came.
inline bool prove_address(AgentSession& session, int fd) {
  using namespace deskready::network;
  std::array<unsigned char, smallest_tagged_packet> packet{};
  session.tag.stream = 0;
  session.tag.echo = 0;
  session.write(0, deskready::realtime_ns(), packet);
  const timeval patience{1, 0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  if (send(fd, packet.data(), packet.size(), 0) < 0 || recv(fd, packet.data(), packet.size(), 0) < 0)
    return false;
  const auto answer = decode_reflected(packet);
  if (!answer || !answer->tag || answer->tag->session != session.tag.session) return false;
  session.tag.echo = answer->tag->echo;
  return session.tag.echo != 0;
}
