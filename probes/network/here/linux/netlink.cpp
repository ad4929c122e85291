#include "probes/network/here/linux/netlink.h"

#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>

namespace deskready::network {

void NetlinkRequest::attribute(std::uint16_t type, const void* data, std::size_t size) {
  rtattr header{};
  header.rta_type = type;
  header.rta_len = static_cast<unsigned short>(RTA_LENGTH(size));
  const std::size_t at = bytes_.size();
  bytes_.resize(at + RTA_SPACE(size));
  std::memcpy(bytes_.data() + at, &header, sizeof(header));
  std::memcpy(bytes_.data() + at + RTA_LENGTH(0), data, size);
}

tl::expected<std::vector<char>, std::string> NetlinkRequest::ask() {
  const auto length = static_cast<std::uint32_t>(bytes_.size());
  std::memcpy(bytes_.data() + offsetof(nlmsghdr, nlmsg_len), &length, sizeof(length));
  const int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  if (fd < 0) return tl::unexpected(std::string("rtnetlink: ") + std::strerror(errno));
  const timeval patience{1, 0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  std::vector<char> answer(16384);
  const bool sent = send(fd, bytes_.data(), bytes_.size(), 0) == static_cast<ssize_t>(bytes_.size());
  const ssize_t received = sent ? recv(fd, answer.data(), answer.size(), 0) : -1;
  const int failure = errno;
  close(fd);
  if (received < static_cast<ssize_t>(NLMSG_HDRLEN)) {
    return tl::unexpected(std::string("rtnetlink: ") + std::strerror(failure));
  }
  answer.resize(static_cast<std::size_t>(received));
  nlmsghdr header{};
  std::memcpy(&header, answer.data(), sizeof(header));
  if (header.nlmsg_type == NLMSG_ERROR) {
    nlmsgerr error{};
    if (answer.size() >= NLMSG_HDRLEN + sizeof(error.error)) {
      std::memcpy(&error.error, answer.data() + NLMSG_HDRLEN, sizeof(error.error));
    }
    return tl::unexpected(std::string("rtnetlink: ") + std::strerror(-error.error));
  }
  if (header.nlmsg_len > answer.size())
    return tl::unexpected(std::string("rtnetlink: the answer was cut short"));
  return answer;
}

}  // namespace deskready::network
