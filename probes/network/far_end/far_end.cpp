#include "probes/network/far_end/far_end.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "probes/detail.h"
#include "probes/machine/clocks.h"
#include "probes/network/far_end/address.h"
#include "probes/network/far_end/grant.h"
#include "probes/network/far_end/http_client.h"
#include "probes/network/far_end/http_errors.h"
#include "probes/network/far_end/large_packets.h"

namespace deskready::network {
namespace {

using Result = tl::expected<std::shared_ptr<const Session>, Unmeasured>;

/// Host and port, as they stand in the URL.
std::string host_of(const std::string& url) {
  const auto scheme = url.find("://");
  const std::string host = scheme == std::string::npos ? url : url.substr(scheme + 3);
  return host.substr(0, host.find('/'));
}

Unmeasured failed(const Explanation& why) {
  return unmeasured(Cause::far_end_failed, why);
}

/// What both kinds of session have.
Session connected(const HttpTransfer& greeting, const std::string& url) {
  Session session;
  session.address = greeting.peer_address;
  session.port = greeting.peer_port;
  session.udp_address = session.address;
  session.udp_port = session.port;
  session.tls = url.starts_with("https://");
  session.host = host_of(url);
  session.on_this_machine = is_own(session.address);
  return session;
}

Unmeasured busy(const HttpTransfer& greeting) {
  if (greeting.retry_after <= 0) return unmeasured(Cause::far_end_busy);
  return unmeasured(Cause::far_end_busy, {Detail::come_back_later, {{"retry_after", greeting.retry_after}}});
}

Explanation no_responder(const HttpTransfer& greeting) {
  if (greeting.status == 200) return Detail::no_responder;
  if (greeting.status >= 300 && greeting.status < 400) {
    return {Detail::redirects, {{"status", greeting.status}}};
  }
  return {Detail::perhaps_no_responder, {{"status", greeting.status}}};
}

/// A failure at one address that another may not have: it was reached and then did not do what it should.
bool failed_there(const HttpTransfer& greeting) {
  return !greeting.error.empty() && greeting.status == 0 && !greeting.peer_address.empty();
}

}  // namespace

FarEnd::FarEnd(std::string url, double patience_seconds, NamedBy named_by)
    : url_(std::move(url)), patience_seconds_(patience_seconds), named_by_(named_by) {
  while (url_.ends_with('/')) url_.pop_back();
}

FarEnd::~FarEnd() = default;

Result FarEnd::session(const std::stop_token& stop) {
  const std::lock_guard lock(mutex_);
  if (result_ && (stop.stop_requested() || monotonic_ns() < open_anew_ns_)) return *result_;
  Result result = open(stop);
  // A stop says nothing about the far end, so it is not remembered.
  if (stop.stop_requested()) return tl::unexpected(unmeasured(Cause::stopped));
  constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();
  const auto end_of = [](const Result& one) { return one && (*one)->ends_ns != 0 ? (*one)->ends_ns : never; };
  if (!result && result_ && monotonic_ns() < end_of(*result_)) {
    open_anew_ns_ = end_of(*result_);  // it has no room for another, and keeps its word about this one
    return *result_;
  }
  result_ = std::move(result);
  open_anew_ns_ = end_of(*result_) == never ? never : end_of(*result_) - longest_use_ns;
  return *result_;
}

Result FarEnd::open(const std::stop_token& stop) const {
  if (url_.empty()) return tl::unexpected(unmeasured(Cause::no_far_end));
  if (const Explanation fault = url_fault(url_); !fault.empty()) return tl::unexpected(failed(fault));
  auto greeting = greet({}, 0, stop);
  if (failed_there(*greeting)) {
    if (auto other = greet_elsewhere(*greeting, stop)) greeting = std::move(other);
  }
  if (greeting->unanswered && !stop.stop_requested() &&
      greet(greeting->peer_address, small_segment, stop)->status != 0) {
    // Or it was only slow to answer the first time.
    const auto again = greet(greeting->peer_address, 0, stop);
    if (again->unanswered) return tl::unexpected(failed(Detail::large_packets_lost));
    greeting = again;
  }
  if (!greeting->error.empty()) {
    // A server that expects TLS hangs up on anything else.
    const bool other_scheme =
        greeting->status == 0 && url_.starts_with("http://") && greeting->error.is(Detail::broke_off);
    return tl::unexpected(
        failed(other_scheme ? Explanation(Detail::broke_off_perhaps_https) : greeting->error));
  }
  if (greeting->status == 503) return tl::unexpected(busy(*greeting));
  if (greeting->status == 426) {
    if (auto why = outdated_by(greeting->response)) return tl::unexpected(std::move(*why));
  }
  if (greeting->status == 200) {
    auto granted = read_grant(greeting->response);
    if (!granted) return tl::unexpected(granted.error());
    if (*granted) return granted_at(*greeting, std::move(**granted));
  }
  if (named_by_ == NamedBy::owner && !stop.stop_requested()) {
    if (auto service = recognise(url_, greeting->peer_address, stop)) {
      Session session = connected(*greeting, url_);
      session.public_service = std::move(service);
      return std::make_shared<const Session>(std::move(session));
    }
  }
  return tl::unexpected(failed(no_responder(*greeting)));
}

Result FarEnd::granted_at(const HttpTransfer& greeting, Session granted) const {
  Session session = connected(greeting, url_);
  session.token = std::move(granted.token);
  session.packet_key = granted.packet_key;
  session.ssid = granted.ssid;
  session.tag = granted.tag;
  session.ends_ns = granted.ends_ns;
  session.max_rate = granted.max_rate;
  if (!granted.udp_address.empty()) {
    session.udp_address = std::move(granted.udp_address);
    session.udp_port = granted.udp_port;
    if (named_by_ == NamedBy::spec && !is_public(session.udp_address))
      return tl::unexpected(failed(Detail::address_refused));
  }
  return std::make_shared<const Session>(std::move(session));
}

std::shared_ptr<HttpTransfer> FarEnd::greet(const std::string& address, int largest_segment,
                                            const std::stop_token& stop) const {
  auto greeting = std::make_shared<HttpTransfer>();
  greeting->url = fmt::format("{}/session?protocol={}", url_, wire_protocol);
  greeting->connect_to = address;
  greeting->largest_segment = largest_segment;
  greeting->post = true;
  greeting->public_address_only = named_by_ == NamedBy::spec;
  greeting->connect_seconds = 0.8 * patience_seconds_;
  greeting->total_seconds = patience_seconds_;
  perform(greeting, stop);
  return greeting;
}

std::shared_ptr<HttpTransfer> FarEnd::greet_elsewhere(const HttpTransfer& failed,
                                                      const std::stop_token& stop) const {
  constexpr std::size_t most = 2;  // each may take its patience
  auto addresses = addresses_of(host_name(url_));
  std::erase(addresses, failed.peer_address);
  if (addresses.size() > most) addresses.resize(most);
  for (const std::string& address : addresses) {
    if (stop.stop_requested()) return nullptr;
    if (auto greeting = greet(address, 0, stop); greeting->status != 0) return greeting;
  }
  return nullptr;
}

void FarEnd::forget() {
  const std::lock_guard lock(mutex_);
  result_.reset();
}

Explanation url_fault(const std::string& url) {
  if (!url.starts_with("http://") && !url.starts_with("https://")) return Detail::address_without_scheme;
  if (url.find_first_of("?#@\\ \t\r\n") != std::string::npos) return Detail::address_with_more;
  if (host_name(url).empty()) return Detail::address_without_host;
  return {};
}

std::string host_name(const std::string& url) {
  const std::string host = host_of(url);
  const auto colon = host.rfind(':');
  const bool port = colon != std::string::npos && host.find(']', colon) == std::string::npos;
  return port ? host.substr(0, colon) : host;
}

}  // namespace deskready::network
