// One question to the kernel over rtnetlink, and its answer.
#pragma once

#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include <cstring>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace deskready::network {

/// A request being built: header, body, attributes.
class NetlinkRequest {
 public:
  template <typename Body>
  NetlinkRequest(std::uint16_t type, const Body& body) : bytes_(NLMSG_SPACE(sizeof(Body))) {
    nlmsghdr header{};
    header.nlmsg_type = type;
    header.nlmsg_flags = NLM_F_REQUEST;
    std::memcpy(bytes_.data(), &header, sizeof(header));
    std::memcpy(bytes_.data() + NLMSG_HDRLEN, &body, sizeof(body));
  }
  void attribute(std::uint16_t type, const void* data, std::size_t size);
  /// Sends and waits up to 1 s for the answer's first message; the error says what failed.
  tl::expected<std::vector<char>, std::string> ask();

 private:
  std::vector<char> bytes_;
};

}  // namespace deskready::network
