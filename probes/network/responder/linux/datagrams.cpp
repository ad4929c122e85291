#include "probes/network/responder/datagrams.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <boost/asio/ip/udp.hpp>
#include <cstring>

#include "probes/network/responder/connecting/numeric_address.h"
#include "probes/network/sockets/linux/timestamps.h"

namespace deskready::network {
namespace {

constexpr std::size_t longest = 2048;

void turn_on(int fd, int level, int option) {
  const int on = 1;
  setsockopt(fd, level, option, &on, sizeof on);
}

/// One datagram's buffers, in and out.
struct Slot {
  std::array<unsigned char, longest> bytes;
  sockaddr_storage from;
  alignas(cmsghdr) std::array<char, 256> control;
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(in6_pktinfo))> own_address;
  std::size_t own_address_size = 0;
  iovec data;
};

template <class Info>
Info info_of(const cmsghdr& part) {
  Info info;
  std::memcpy(&info, CMSG_DATA(&part), sizeof info);
  return info;
}

/// As a choice of the address to send from.
template <class Info>
void keep_own_address(Slot& slot, int level, int type, const Info& info) {
  msghdr message{};
  message.msg_control = slot.own_address.data();
  message.msg_controllen = slot.own_address_size = CMSG_SPACE(sizeof info);
  cmsghdr* part = CMSG_FIRSTHDR(&message);
  part->cmsg_level = level;
  part->cmsg_type = type;
  part->cmsg_len = CMSG_LEN(sizeof info);
  std::memcpy(CMSG_DATA(part), &info, sizeof info);
}

/// What the kernel says of a datagram beside its bytes and its time.
void read_control(msghdr& message, Slot& slot, TakenDatagram& datagram) {
  slot.own_address_size = 0;
  for (cmsghdr* part = CMSG_FIRSTHDR(&message); part != nullptr; part = CMSG_NXTHDR(&message, part)) {
    const auto is = [&](int level, int type) { return part->cmsg_level == level && part->cmsg_type == type; };
    if (is(IPPROTO_IP, IP_TTL) || is(IPPROTO_IPV6, IPV6_HOPLIMIT)) {
      datagram.hops_left = static_cast<std::uint8_t>(info_of<int>(*part));
    } else if (is(IPPROTO_IP, IP_PKTINFO)) {
      auto info = info_of<in_pktinfo>(*part);
      info.ipi_ifindex = 0;  // the way back is the routing table's business
      keep_own_address(slot, IPPROTO_IP, IP_PKTINFO, info);
    } else if (is(IPPROTO_IPV6, IPV6_PKTINFO)) {
      auto info = info_of<in6_pktinfo>(*part);
      // A link-local address means nothing without its link.
      if (!IN6_IS_ADDR_LINKLOCAL(&info.ipi6_addr)) info.ipi6_ifindex = 0;
      keep_own_address(slot, IPPROTO_IPV6, IPV6_PKTINFO, info);
    }
  }
}

void read_sender(const sockaddr_storage& from, TakenDatagram& datagram) {
  boost::asio::ip::udp::endpoint sender;
  std::memcpy(sender.data(), &from, sender.capacity());
  datagram.address = numeric_address(sender.address());
  datagram.port = sender.port();
}

}  // namespace

struct Datagrams::Kernel {
  explicit Kernel(int given) : fd(given) {}
  int fd;
  std::array<Slot, most> slots;
  std::array<mmsghdr, most> in{};
  std::array<TakenDatagram, most> taken;
  std::size_t came = 0;
};

Datagrams::Datagrams(int fd) : kernel_(std::make_unique<Kernel>(fd)) {
  enable_timestamps(fd, false);
  // Of each two, the one of the other family fails.
  turn_on(fd, IPPROTO_IP, IP_PKTINFO);
  turn_on(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO);
  turn_on(fd, IPPROTO_IP, IP_RECVTTL);
  turn_on(fd, IPPROTO_IPV6, IPV6_RECVHOPLIMIT);
  const int room = 1 << 20;
  setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
  const timeval patience{0, 100'000};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
}

Datagrams::~Datagrams() {
  close(kernel_->fd);
}

std::span<TakenDatagram> Datagrams::take() {
  for (std::size_t i = 0; i < most; ++i) {
    Slot& slot = kernel_->slots[i];
    slot.data = {slot.bytes.data(), slot.bytes.size()};
    kernel_->in[i].msg_hdr = {&slot.from,          sizeof slot.from,    &slot.data, 1,
                              slot.control.data(), slot.control.size(), 0};
  }
  const int came = recvmmsg(kernel_->fd, kernel_->in.data(), most, MSG_WAITFORONE, nullptr);
  kernel_->came = came > 0 ? static_cast<std::size_t>(came) : 0;
  for (std::size_t i = 0; i < kernel_->came; ++i) {
    Slot& slot = kernel_->slots[i];
    msghdr& message = kernel_->in[i].msg_hdr;
    TakenDatagram& datagram = kernel_->taken[i];
    datagram.bytes = std::span(slot.bytes).first(kernel_->in[i].msg_len);
    datagram.whole = (message.msg_flags & MSG_TRUNC) == 0;
    datagram.hops_left = 0;
    read_sender(slot.from, datagram);
    read_control(message, slot, datagram);
    datagram.received_ns = stamp_in(message).value_or(realtime_ns());
  }
  return std::span(kernel_->taken).first(kernel_->came);
}

void Datagrams::send_back(const TakenDatagram& datagram) {
  const auto i = static_cast<std::size_t>(&datagram - kernel_->taken.data());
  Slot& slot = kernel_->slots[i];
  slot.data = {slot.bytes.data(), datagram.bytes.size()};
  msghdr message{&slot.from, kernel_->in[i].msg_hdr.msg_namelen, &slot.data, 1, nullptr, 0, 0};
  if (slot.own_address_size > 0) {
    message.msg_control = slot.own_address.data();
    message.msg_controllen = slot.own_address_size;
  }
  sendmsg(kernel_->fd, &message, MSG_DONTWAIT);
}

}  // namespace deskready::network
