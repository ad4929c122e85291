#include "probes/network/linux/timestamps.h"

#include <linux/errqueue.h>
#include <linux/net_tstamp.h>
#include <netinet/in.h>

#include <array>
#include <cstring>
#include <ctime>

namespace deskready::network {
namespace {

std::int64_t ns_of(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

/// The software stamp among a message's control data.
std::optional<std::int64_t> stamp_in(msghdr& message) {
  for (cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr; part = CMSG_NXTHDR(&message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_TIMESTAMPING) continue;
    scm_timestamping stamps{};
    std::memcpy(&stamps, CMSG_DATA(part), sizeof stamps);
    if (const std::int64_t ns = ns_of(stamps.ts[0]); ns > 0) return ns;
  }
  return std::nullopt;
}

/// The address that a datagram came to, as a choice of the address to send from.
void take_own_address(msghdr& message, Datagram& datagram) {
  for (cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr; part = CMSG_NXTHDR(&message, part)) {
    if (part->cmsg_level == IPPROTO_IP && part->cmsg_type == IP_PKTINFO) {
      std::memcpy(&datagram.to_v4.emplace(), CMSG_DATA(part), sizeof(in_pktinfo));
      datagram.to_v4->ipi_ifindex = 0;  // the way back is the routing table's business
    } else if (part->cmsg_level == IPPROTO_IPV6 && part->cmsg_type == IPV6_PKTINFO) {
      std::memcpy(&datagram.to_v6.emplace(), CMSG_DATA(part), sizeof(in6_pktinfo));
      // A link-local address means nothing without its link.
      if (!IN6_IS_ADDR_LINKLOCAL(&datagram.to_v6->ipi6_addr)) datagram.to_v6->ipi6_ifindex = 0;
    }
  }
}

void take_hops(msghdr& message, Datagram& datagram) {
  for (cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr; part = CMSG_NXTHDR(&message, part)) {
    const bool told = (part->cmsg_level == IPPROTO_IP && part->cmsg_type == IP_TTL) ||
                      (part->cmsg_level == IPPROTO_IPV6 && part->cmsg_type == IPV6_HOPLIMIT);
    if (!told) continue;
    int hops = 0;
    std::memcpy(&hops, CMSG_DATA(part), sizeof hops);
    datagram.hops_left = static_cast<std::uint8_t>(hops);
  }
}

template <class Info>
void put(msghdr& message, int level, int type, const Info& info) {
  message.msg_controllen = CMSG_SPACE(sizeof info);
  cmsghdr* part = CMSG_FIRSTHDR(&message);
  part->cmsg_level = level;
  part->cmsg_type = type;
  part->cmsg_len = CMSG_LEN(sizeof info);
  std::memcpy(CMSG_DATA(part), &info, sizeof info);
}

}  // namespace

void name_own_address(int fd) {
  const int on = 1;
  // Each fails on a socket of the other family.
  setsockopt(fd, IPPROTO_IP, IP_PKTINFO, &on, sizeof on);
  setsockopt(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, &on, sizeof on);
}

void tell_hops(int fd) {
  const int on = 1;
  // Each fails on a socket of the other family.
  setsockopt(fd, IPPROTO_IP, IP_RECVTTL, &on, sizeof on);
  setsockopt(fd, IPPROTO_IPV6, IPV6_RECVHOPLIMIT, &on, sizeof on);
}

void report_refusals(int fd) {
  const int on = 1;
  // Each fails on a socket of the other family.
  setsockopt(fd, IPPROTO_IP, IP_RECVERR, &on, sizeof on);
  setsockopt(fd, IPPROTO_IPV6, IPV6_RECVERR, &on, sizeof on);
}

void answer_from_own_address(int fd, std::span<const unsigned char> packet, const Datagram& received) {
  sockaddr_storage to = received.from;
  iovec data{const_cast<unsigned char*>(packet.data()), packet.size()};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(in6_pktinfo))> control{};
  msghdr message{&to, received.from_size, &data, 1, control.data(), 0, 0};
  if (received.to_v6)
    put(message, IPPROTO_IPV6, IPV6_PKTINFO, *received.to_v6);
  else if (received.to_v4)
    put(message, IPPROTO_IP, IP_PKTINFO, *received.to_v4);
  if (message.msg_controllen == 0) message.msg_control = nullptr;
  sendmsg(fd, &message, MSG_DONTWAIT);
}

bool enable_timestamps(int fd, bool transmit) {
  int flags = SOF_TIMESTAMPING_SOFTWARE | SOF_TIMESTAMPING_RX_SOFTWARE;
  if (transmit) {
    flags |= SOF_TIMESTAMPING_TX_SOFTWARE | SOF_TIMESTAMPING_OPT_ID | SOF_TIMESTAMPING_OPT_TSONLY |
             SOF_TIMESTAMPING_OPT_CMSG;
  }
  return setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPING, &flags, sizeof flags) == 0;
}

std::optional<Datagram> receive(int fd, std::span<unsigned char> buffer) {
  Datagram datagram;
  iovec data{buffer.data(), buffer.size()};
  alignas(cmsghdr) std::array<char, 256> control{};
  msghdr message{&datagram.from, sizeof datagram.from, &data, 1, control.data(), control.size(), 0};
  const ssize_t got = recvmsg(fd, &message, MSG_DONTWAIT);
  if (got < 0) return std::nullopt;
  datagram.size = static_cast<std::size_t>(got);
  datagram.from_size = message.msg_namelen;
  take_own_address(message, datagram);
  take_hops(message, datagram);
  const auto stamp = stamp_in(message);
  datagram.kernel_stamp = stamp.has_value();
  datagram.received_ns = stamp.value_or(realtime_ns());
  return datagram;
}

std::optional<TransmitStamp> next_transmit_stamp(int fd) {
  for (;;) {
    alignas(cmsghdr) std::array<char, 512> control{};
    msghdr message{nullptr, 0, nullptr, 0, control.data(), control.size(), 0};
    if (recvmsg(fd, &message, MSG_ERRQUEUE | MSG_DONTWAIT) < 0) return std::nullopt;
    const auto stamp = stamp_in(message);
    for (cmsghdr* part = CMSG_FIRSTHDR(&message); stamp && part != nullptr;
         part = CMSG_NXTHDR(&message, part)) {
      const bool extended = (part->cmsg_level == SOL_IP && part->cmsg_type == IP_RECVERR) ||
                            (part->cmsg_level == SOL_IPV6 && part->cmsg_type == IPV6_RECVERR);
      if (!extended) continue;
      sock_extended_err error{};
      std::memcpy(&error, CMSG_DATA(part), sizeof error);
      if (error.ee_origin == SO_EE_ORIGIN_TIMESTAMPING) return TransmitStamp{error.ee_data, *stamp};
    }
  }
}

}  // namespace deskready::network
