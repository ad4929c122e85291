#include "probes/network/here/name_service.h"

#include <arpa/nameser.h>
#include <netdb.h>
#include <resolv.h>

#include <array>

namespace deskready::network {
namespace {

using Clock = std::chrono::steady_clock;

}  // namespace

NameAnswer ask_for_name(const std::string& name) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const auto begin = Clock::now();
  const int code = getaddrinfo(name.c_str(), nullptr, &wanted, &found);
  const auto taken = Clock::now() - begin;
  if (code != 0) return {NameAnswer::End::failed, code, taken};
  freeaddrinfo(found);
  return {NameAnswer::End::answered, 0, taken};
}

NameAnswer ask_for_root() {
  struct __res_state state {};
  if (res_ninit(&state) != 0) return {NameAnswer::End::no_server, 0, {}};
  state.retry = 1;
  std::array<unsigned char, 4096> answer{};
  const auto begin = Clock::now();
  const int size = res_nquery(&state, ".", ns_c_in, ns_t_ns, answer.data(), static_cast<int>(answer.size()));
  const auto taken = Clock::now() - begin;
  // A server that answers without records has answered all the same.
  const bool answered = size > 0 || state.res_h_errno == NO_DATA || state.res_h_errno == HOST_NOT_FOUND;
  res_nclose(&state);
  return {answered ? NameAnswer::End::answered : NameAnswer::End::silent, 0, taken};
}

std::string reason_of(int code) {
  return gai_strerror(code);
}

}  // namespace deskready::network
