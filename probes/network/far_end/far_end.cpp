#include "probes/network/far_end/far_end.h"

#include <cstdlib>
#include <limits>

#include "probes/detail.h"
#include "probes/machine/clocks.h"
#include "probes/network/between/proxy_setting.h"
#include "probes/network/far_end/elsewhere.h"
#include "probes/network/far_end/grant.h"
#include "probes/network/far_end/greeting.h"
#include "probes/network/far_end/url.h"
#include "probes/network/lookup/address.h"

namespace deskready::network {
namespace {

using Result = tl::expected<std::shared_ptr<const Session>, Unmeasured>;

Unmeasured failed(const Explanation& why) {
  return unmeasured(Cause::far_end_failed, why);
}

/// What both kinds of session have.
Session connected(const Greeting& greeting, const std::string& url) {
  Session session;
  session.address = greeting.transfer->peer_address;
  session.port = greeting.transfer->peer_port;
  session.unused = greeting.unused;
  session.udp_address = session.address;
  session.udp_port = session.port;
  session.tls = is_https(url);
  session.host = std::string(authority_in(url));
  session.on_this_machine = is_own(session.address);
  return session;
}

Unmeasured busy(const HttpTransfer& greeting) {
  if (greeting.retry_after <= 0) return unmeasured(Cause::far_end_busy);
  return unmeasured(Cause::far_end_busy, {Detail::come_back_later, {{"retry_after", greeting.retry_after}}});
}

Unmeasured draining(const HttpTransfer& greeting, bool names_another) {
  const Detail detail = names_another ? Detail::other_node_not_followed : Detail::drains;
  if (greeting.retry_after <= 0) return unmeasured(Cause::far_end_busy);
  return unmeasured(Cause::far_end_busy, {detail, {{"retry_after", greeting.retry_after}}});
}

/// Whether it answers as a responder does, with a grant or with why there is none.
bool is_far_ends(const HttpTransfer& greeting) {
  if (greeting.status == 503) return true;
  if (greeting.status == 426) return outdated_by(greeting.response).has_value();
  if (greeting.status != 200) return false;
  const auto granted = read_grant(greeting.response);
  return !granted || granted->has_value();
}

/// A network that lets nobody out before they signed in answers in place of whoever was asked: by a page, by
/// sending to one elsewhere, or by the status that is meant for that (RFC 6585, 6).
bool is_page_in_front(const HttpTransfer& greeting, const std::string& asked) {
  if (greeting.status == 511) return true;
  if (greeting.status == 200) return greeting.content_type.starts_with("text/html");
  return !greeting.sends_to.empty() && host_name(greeting.sends_to) != host_name(asked);
}

Explanation no_responder(const HttpTransfer& greeting, const std::string& asked) {
  if (is_page_in_front(greeting, asked)) return Detail::page_in_front;
  if (greeting.status == 200) return Detail::no_responder;
  if (greeting.status >= 300 && greeting.status < 400) {
    return {Detail::redirects, {{"status", greeting.status}}};
  }
  return {Detail::perhaps_no_responder, {{"status", greeting.status}}};
}

/// Where something on the way is the reason for an error.
std::optional<Unmeasured> stands_between(const Explanation& error) {
  if (error.is(Detail::made_up_address) || error.is(Detail::tls_inspected))
    return unmeasured(Cause::in_between, error);
  const bool no_way = error.is(Detail::no_way_to_it) || error.is(Detail::name_not_found);
  const auto environment = [](const char* name) { return std::getenv(name); };
  // Who looks names up and finds ways for others is the proxy.
  if (no_way && proxy_is_set("/", environment) == true)
    return unmeasured(Cause::in_between, Detail::only_proxy);
  return std::nullopt;
}

/// Whether packets may go where a session says: as the rules for connections, and from the public internet
/// nobody sends into somebody's own network.
bool may_send_to(const std::string& address, const Session& session, NamedBy named_by) {
  if (address == session.address) return true;
  // What stays in this computer is no line.
  if (is_own(address)) return named_by == NamedBy::owner && is_own(session.address);
  return is_public(address) || (named_by == NamedBy::owner && !is_public(session.address));
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
  const Node first = node_of(url_, named_by_ == NamedBy::spec);
  Greeting greeting = greet(first, patience_seconds_, stop);
  if (greeting.transfer->status == 503) {
    const Elsewhere other = read_elsewhere(greeting.transfer->response, first,
                                           greeting.transfer->peer_address, named_by_ == NamedBy::spec);
    if (!other.drains) return tl::unexpected(busy(*greeting.transfer));
    if (!other.node) return tl::unexpected(draining(*greeting.transfer, other.named));
    // Once: what that one names is not followed.
    Greeting second = greet(*other.node, patience_seconds_, stop);
    if (!second.transfer->error.empty() || !is_far_ends(*second.transfer))
      return tl::unexpected(unmeasured(Cause::far_end_busy, Detail::other_node_failed));
    greeting = std::move(second);
  }
  return answered(greeting, stop);
}

Result FarEnd::answered(const Greeting& greeting, const std::stop_token& stop) const {
  const HttpTransfer& transfer = *greeting.transfer;
  if (!transfer.error.empty()) {
    if (auto why = stands_between(transfer.error)) return tl::unexpected(std::move(*why));
    // A server that expects TLS hangs up on anything else.
    const bool other_scheme =
        transfer.status == 0 && url_.starts_with("http://") && transfer.error.is(Detail::broke_off);
    return tl::unexpected(
        failed(other_scheme ? Explanation(Detail::broke_off_perhaps_https) : transfer.error));
  }
  if (transfer.status == 503) return tl::unexpected(busy(transfer));
  if (transfer.status == 426) {
    if (auto why = outdated_by(transfer.response)) return tl::unexpected(std::move(*why));
  }
  if (transfer.status == 200) {
    auto granted = read_grant(transfer.response);
    if (!granted) return tl::unexpected(granted.error());
    if (*granted) return granted_at(greeting, std::move(**granted));
  }
  if (named_by_ == NamedBy::owner && !stop.stop_requested()) {
    if (auto service = recognise(url_, transfer.peer_address, stop)) {
      Session session = connected(greeting, url_);
      session.public_service = std::move(service);
      return std::make_shared<const Session>(std::move(session));
    }
  }
  return tl::unexpected(failed(no_responder(transfer, url_)));
}

Result FarEnd::granted_at(const Greeting& greeting, Session granted) const {
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
    if (!may_send_to(session.udp_address, session, named_by_))
      return tl::unexpected(failed(Detail::udp_address_refused));
  }
  return std::make_shared<const Session>(std::move(session));
}

void FarEnd::forget() {
  const std::lock_guard lock(mutex_);
  result_.reset();
}

}  // namespace deskready::network
