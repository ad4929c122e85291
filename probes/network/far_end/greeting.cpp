#include "probes/network/far_end/greeting.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "config/base/text.h"
#include "probes/detail.h"
#include "probes/network/far_end/large_packets.h"
#include "probes/network/far_end/url.h"
#include "probes/network/lookup/address.h"
#include "probes/network/lookup/answer_in_time.h"
#include "probes/network/lookup/race.h"
#include "probes/network/wire/stamp.h"

namespace deskready::network {
namespace {

using Addresses = std::vector<std::string>;

std::shared_ptr<HttpTransfer> failure(const Explanation& why) {
  auto transfer = std::make_shared<HttpTransfer>();
  transfer->error = why;
  return transfer;
}

/// A failure at one address that another may not have.
bool failed_there(const HttpTransfer& greeting) {
  return !greeting.error.empty() && greeting.status == 0;
}

class Greeter {
 public:
  Greeter(const Node& node, double patience_seconds, const std::stop_token& stop)
      : node_(node), patience_seconds_(patience_seconds), stop_(stop) {}

  Greeting run() {
    if (is_numeric(node_.host)) return {whole(at(node_.host, 0)), {}};
    const auto found = look_up(node_.host);
    if (!found) return {failure(slow_server()), {}};
    if (found->empty()) return {failure(Detail::name_not_found), {}};
    const bool made_up = std::all_of(found->begin(), found->end(), is_made_up);
    if (made_up && node_.public_only) return {failure(Detail::made_up_address), {}};
    auto transfer = found->size() == 1 ? whole(at(found->front(), 0)) : at_one_of(*found);
    if (made_up && failed_there(*transfer)) transfer->error = Detail::made_up_address;
    return {std::move(transfer), std::move(unused_)};
  }

 private:
  double look_up_seconds() const { return 0.8 * patience_seconds_; }

  std::optional<Addresses> look_up(const std::string& host) const {
    // Whatever the name servers and files say, RFC 6761 section 6.3.
    if (same_text(host, "localhost")) return Addresses{"127.0.0.1", "::1"};
    const auto patience = std::chrono::duration_cast<std::chrono::nanoseconds>(
        std::chrono::duration<double>(look_up_seconds()));
    auto found = answer_in_time<Addresses>([host] { return addresses_of(host); }, patience, stop_);
    if (found) found = interleaved(*found);
    return found;
  }

  Explanation slow_server() const { return {Detail::name_server_slow, {{"seconds", look_up_seconds()}}}; }

  std::shared_ptr<HttpTransfer> at_one_of(Addresses left) {
    if (node_.public_only) leave_out_forbidden(left);
    if (left.empty()) return failure(Detail::address_refused);
    std::shared_ptr<HttpTransfer> first_failed;
    constexpr int most = 3;  // each may take its patience
    for (int reached = 0; reached < most && !left.empty() && !stop_.stop_requested(); ++reached) {
      const Raced raced = race(left, node_.port, stop_);
      for (const UnusedAddress& one : raced.unused) note(one, left);
      if (!raced.winner) break;
      std::erase_if(unused_, [&](const UnusedAddress& one) { return one.address == *raced.winner; });
      auto transfer = whole(at(*raced.winner, 0));
      if (!failed_there(*transfer)) return transfer;
      if (!first_failed) first_failed = std::move(transfer);
      note({*raced.winner, NotUsed::failed}, left);
    }
    if (first_failed) return first_failed;
    return failure({Detail::no_address_connects,
                    {{"v4", Term(common_code(unused_, false))}, {"v6", Term(common_code(unused_, true))}}});
  }

  void leave_out_forbidden(Addresses& left) {
    const Addresses all = left;
    for (const std::string& address : all) {
      if (!is_public(address) || is_own(address)) note({address, NotUsed::forbidden}, left);
    }
  }

  /// One that was only overtaken may still serve.
  void note(const UnusedAddress& unused, Addresses& left) {
    std::erase_if(unused_, [&](const UnusedAddress& one) { return one.address == unused.address; });
    unused_.push_back(unused);
    if (unused.why != NotUsed::overtaken) std::erase(left, unused.address);
  }

  /// The same, where large packets pass.
  std::shared_ptr<HttpTransfer> whole(std::shared_ptr<HttpTransfer> greeting) const {
    if (!greeting->unanswered || stop_.stop_requested() ||
        at(greeting->peer_address, small_segment)->status == 0)
      return greeting;
    // Or it was only slow to answer the first time.
    auto again = at(greeting->peer_address, 0);
    if (again->unanswered) again->error = Detail::large_packets_lost;
    return again;
  }

  /// `address`: empty leaves it to the URL. `largest_segment`: 0 for any.
  std::shared_ptr<HttpTransfer> at(const std::string& address, int largest_segment) const {
    auto greeting = std::make_shared<HttpTransfer>();
    greeting->url = fmt::format("{}/session?protocol={}", node_.url, wire_protocol);
    greeting->connect_to = address;
    greeting->connect_port = node_.port;
    greeting->largest_segment = largest_segment;
    greeting->post = true;
    greeting->public_address_only = node_.public_only;
    greeting->connect_seconds = 0.8 * patience_seconds_;
    greeting->total_seconds = patience_seconds_;
    perform(greeting, stop_);
    return greeting;
  }

  const Node& node_;
  const double patience_seconds_;
  const std::stop_token& stop_;
  std::vector<UnusedAddress> unused_;
};

}  // namespace

Node node_of(const std::string& url, bool public_only) {
  auto place = place_in(url).value_or(HostPort{});
  return {url, std::move(place.host), place.port, public_only};
}

Greeting greet(const Node& node, double patience_seconds, const std::stop_token& stop) {
  return Greeter(node, patience_seconds, stop).run();
}

}  // namespace deskready::network
