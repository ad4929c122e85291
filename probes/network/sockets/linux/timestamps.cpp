#include "probes/network/sockets/linux/timestamps.h"

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

}  // namespace

std::optional<std::int64_t> stamp_in(msghdr& message) {
  for (cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr; part = CMSG_NXTHDR(&message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_TIMESTAMPING) continue;
    scm_timestamping stamps{};
    std::memcpy(&stamps, CMSG_DATA(part), sizeof stamps);
    if (const std::int64_t ns = ns_of(stamps.ts[0]); ns > 0) return ns;
  }
  return std::nullopt;
}

void report_refusals(int fd) {
  const int on = 1;
  // Each fails on a socket of the other family.
  setsockopt(fd, IPPROTO_IP, IP_RECVERR, &on, sizeof on);
  setsockopt(fd, IPPROTO_IPV6, IPV6_RECVERR, &on, sizeof on);
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
  msghdr message{nullptr, 0, &data, 1, control.data(), control.size(), 0};
  const ssize_t got = recvmsg(fd, &message, MSG_DONTWAIT);
  if (got < 0) return std::nullopt;
  datagram.size = static_cast<std::size_t>(got);
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
