#include "probes/network/far_end/curl_sockets.h"

#include <sys/socket.h>

#include "probes/network/sockets/linux/socket_address.h"

namespace deskready::network {

std::string numeric_address(const curl_sockaddr& to) {
  return numeric(to.addr);
}

curl_socket_t open_socket(const curl_sockaddr& to) {
  return ::socket(to.family, to.socktype | SOCK_CLOEXEC, to.protocol);
}

}  // namespace deskready::network
