#include "probes/network/here/linux/nl80211.h"

#include <linux/nl80211.h>
#include <net/if.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <memory>

namespace deskready::network {
namespace {

using Socket = std::unique_ptr<nl_sock, decltype(&nl_socket_free)>;
using Message = std::unique_ptr<nl_msg, decltype(&nlmsg_free)>;

/// Of several answers the first is kept.
int keep_attributes(nl_msg* message, void* kept) {
  auto& first = *static_cast<std::optional<std::string>*>(kept);
  const auto* header = static_cast<const genlmsghdr*>(nlmsg_data(nlmsg_hdr(message)));
  if (!first) {
    first.emplace(reinterpret_cast<const char*>(genlmsg_attrdata(header, 0)),
                  static_cast<std::size_t>(genlmsg_attrlen(header, 0)));
  }
  return NL_OK;
}

}  // namespace

std::optional<std::string> ask_nl80211(std::uint8_t command, const std::string& device) {
  const unsigned index = if_nametoindex(device.c_str());
  const Socket socket(nl_socket_alloc(), &nl_socket_free);
  if (index == 0 || !socket || genl_connect(socket.get()) < 0) return std::nullopt;
  const timeval patience{1, 0};
  setsockopt(nl_socket_get_fd(socket.get()), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  const int family = genl_ctrl_resolve(socket.get(), NL80211_GENL_NAME);
  const Message message(nlmsg_alloc(), &nlmsg_free);
  if (family < 0 || !message) return std::nullopt;
  const int flags = command == NL80211_CMD_GET_STATION ? NLM_F_DUMP : 0;
  genlmsg_put(message.get(), NL_AUTO_PORT, NL_AUTO_SEQ, family, 0, flags, command, 0);
  nla_put_u32(message.get(), NL80211_ATTR_IFINDEX, index);
  std::optional<std::string> answer;
  nl_socket_modify_cb(socket.get(), NL_CB_VALID, NL_CB_CUSTOM, keep_attributes, &answer);
  if (nl_send_auto(socket.get(), message.get()) < 0) return std::nullopt;
  // Until the kernel says that it was all, or an error: an acknowledgement is asked for by the library.
  nl_recvmsgs_default(socket.get());
  return answer;
}

}  // namespace deskready::network
