#include "probes/network/stun/places.h"

#include <algorithm>
#include <chrono>
#include <string>

#include "config/base/text.h"
#include "config/spec/stun_address.h"
#include "probes/detail.h"
#include "probes/network/lookup/address.h"
#include "probes/network/lookup/answer_in_time.h"
#include "probes/network/lookup/eyeballs.h"

namespace deskready::network::stun {
namespace {

constexpr std::chrono::seconds look_up_patience{5};

tl::unexpected<Unmeasured> failed(const Explanation& why) {
  return tl::unexpected(unmeasured(Cause::target_failed, why));
}

bool may_ask(const std::string& address, NamedBy named_by) {
  return named_by == NamedBy::owner || (is_public(address) && !is_own(address));
}

}  // namespace

bool may_follow(const HostPort& next, const HostPort& from, NamedBy named_by) {
  if (named_by == NamedBy::owner) return is_public(next.host) || !is_public(from.host);
  return may_ask(next.host, named_by) && stun_port_allowed(next.port);
}

tl::expected<std::vector<HostPort>, Unmeasured> places_of(const HostPort& named, NamedBy named_by,
                                                          std::size_t most, const std::stop_token& stop) {
  const std::string& host = named.host;
  std::vector<std::string> found{host};
  if (same_text(host, "localhost")) {
    found = {"127.0.0.1", "::1"};  // whatever the name servers say, RFC 6761 section 6.3
  } else if (!is_numeric(host)) {
    auto answer = answer_in_time<std::vector<std::string>>([host] { return addresses_of(host); },
                                                           look_up_patience, stop);
    if (stop.stop_requested()) return tl::unexpected(unmeasured(Cause::stopped));
    if (!answer) return failed({Detail::name_server_slow, {{"seconds", look_up_patience.count()}}});
    found = interleaved(*answer);
  }
  if (found.empty()) return failed(Detail::name_not_found);
  std::erase_if(found, [&](const std::string& address) { return !may_ask(address, named_by); });
  if (found.empty()) return failed(Detail::target_address_refused);
  found.resize(std::min(found.size(), most));
  std::vector<HostPort> places;
  for (std::string& address : found) places.push_back({std::move(address), named.port});
  return places;
}

}  // namespace deskready::network::stun
