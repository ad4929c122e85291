#include "probes/network/stun/binding_stream.h"

#include <algorithm>
#include <vector>

#include "probes/network/sockets/udp_socket.h"
#include "probes/network/stun/binding.h"
#include "probes/network/stun/echoed_stream.h"
#include "probes/network/wire/frame.h"

namespace deskready::network::stun {

tl::expected<StreamRecord, Unmeasured> ask_again_and_again(const HostPort& server,
                                                           const std::stop_token& stop,
                                                           const std::function<bool(std::size_t)>& spend) {
  std::vector<TransactionId> ids;
  std::vector<bool> refused(requests);
  Echoed row{requests_per_second, requests, binding_request_size, is_ipv6(server.host), {}, {}, {}};
  row.packet = [&](std::size_t) {
    ids.push_back(new_transaction());
    return binding_request(ids.back());
  };
  row.number_of = [&](View datagram) -> std::optional<std::size_t> {
    const auto answer = binding_answer(datagram);
    const auto id = answer ? std::find(ids.begin(), ids.end(), answer->id) : ids.end();
    if (id == ids.end()) return std::nullopt;
    const auto number = static_cast<std::size_t>(id - ids.begin());
    refused[number] = answer->error.has_value();
    return number;
  };
  auto record = send_and_take_back(UdpSocket(server.host, server.port), row, stop, spend);
  if (!record) return record;
  const auto errors = std::count(refused.begin(), refused.end(), true);
  if (errors > 0) record->detail["errors"] = errors;
  record->detail["address_family"] = family_of(server.host);
  return record;
}

}  // namespace deskready::network::stun
