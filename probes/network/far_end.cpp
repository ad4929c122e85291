#include "probes/network/far_end.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <sodium.h>

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <cctype>
#include <chrono>
#include <nlohmann/json.hpp>

#include "probes/network/http_client.h"

namespace deskready::network {
namespace {

using Result = tl::expected<std::shared_ptr<const Session>, Unmeasured>;

/// Posts the greeting and waits for the answer, or for the person to stop.
HttpTransfer greet(const std::string& url, double patience_seconds, const std::stop_token& stop) {
  boost::asio::io_context loop;
  const auto waiting = boost::asio::make_work_guard(loop);
  HttpClient client(loop);
  const auto transfer = std::make_shared<HttpTransfer>();
  transfer->url = url + "/session";
  transfer->post = true;
  transfer->connect_seconds = 0.8 * patience_seconds;
  transfer->total_seconds = patience_seconds;
  bool done = false;
  transfer->done = [&] { done = true; };
  client.start(transfer);
  while (!done && !stop.stop_requested()) loop.run_one_for(std::chrono::milliseconds(50));
  if (!done) client.cancel(transfer);
  return *transfer;
}

/// Whether the address is loopback or one of this computer's own: then no line lies between.
bool is_own(const std::string& address) {
  if (address.starts_with("127.") || address == "::1") return true;
  ifaddrs* all = nullptr;
  if (getifaddrs(&all) != 0) return false;
  bool own = false;
  for (const ifaddrs* one = all; one != nullptr && !own; one = one->ifa_next) {
    if (one->ifa_addr == nullptr) continue;
    char text[INET6_ADDRSTRLEN] = {};
    if (one->ifa_addr->sa_family == AF_INET) {
      inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(one->ifa_addr)->sin_addr, text, sizeof text);
    } else if (one->ifa_addr->sa_family == AF_INET6) {
      inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6*>(one->ifa_addr)->sin6_addr, text,
                sizeof text);
    }
    own = address == text;
  }
  freeifaddrs(all);
  return own;
}

std::string host_of(const std::string& url) {
  std::string host = url.substr(url.find("://") + 3);
  return host.substr(0, host.find('/'));
}

Unmeasured failed(std::string detail) {
  return unmeasured(Cause::far_end_failed, std::move(detail));
}

/// What may stand in a URL as it is, so that a far end cannot write into the requests to it.
bool is_token(const std::string& text) {
  return !text.empty() && text.size() <= 200 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return std::isalnum(c) || c == '.' || c == '-' || c == '_';
  });
}

/// Nothing when the answer is not a responder's.
std::optional<Session> parse(const std::string& answer) {
  const auto json = nlohmann::json::parse(answer, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  const auto text = [&](const char* name) {
    return json.contains(name) && json[name].is_string() ? json[name].get<std::string>() : std::string();
  };
  const auto number = [&](const char* name) {
    return json.contains(name) && json[name].is_number_unsigned() ? json[name].get<std::uint64_t>() : 0;
  };
  Session session;
  session.token = text("token");
  session.max_rate = number("max_rate");
  const std::string key = text("key");
  std::size_t length = 0;
  const bool key_reads = sodium_hex2bin(session.packet_key.data(), session.packet_key.size(), key.data(),
                                        key.size(), nullptr, &length, nullptr) == 0 &&
                         length == session.packet_key.size();
  const std::uint64_t ssid = number("ssid");
  if (!key_reads || !is_token(session.token) || session.max_rate == 0 || ssid == 0 || ssid > 0xFFFF)
    return std::nullopt;
  session.ssid = static_cast<std::uint16_t>(ssid);
  return session;
}

Result session_from(const HttpTransfer& greeting, const std::string& url) {
  if (!greeting.error.empty()) return tl::unexpected(failed(greeting.error));
  if (greeting.status == 503) {
    Unmeasured busy = unmeasured(Cause::far_end_busy);
    if (greeting.retry_after > 0) busy.args["retry_after"] = std::to_string(greeting.retry_after);
    return tl::unexpected(busy);
  }
  if (greeting.status != 200) {
    return tl::unexpected(failed(
        fmt::format("it answers with status {} and is perhaps no deskready-responder", greeting.status)));
  }
  auto parsed = parse(greeting.response);
  if (!parsed) return tl::unexpected(failed("its answer is not that of a deskready-responder"));
  Session session = std::move(*parsed);
  session.address = greeting.peer_address;
  session.port = greeting.peer_port;
  session.tls = url.starts_with("https://");
  session.host = host_of(url);
  session.on_this_machine = is_own(session.address);
  return std::make_shared<const Session>(std::move(session));
}

}  // namespace

FarEnd::FarEnd(std::string url, double patience_seconds)
    : url_(std::move(url)), patience_seconds_(patience_seconds) {
  while (url_.ends_with('/')) url_.pop_back();
}

FarEnd::~FarEnd() = default;

Result FarEnd::session(const std::stop_token& stop) {
  const std::lock_guard lock(mutex_);
  if (result_) return *result_;
  if (url_.empty()) {
    result_ = Result(tl::unexpected(unmeasured(Cause::no_far_end)));
  } else if (!url_.starts_with("http://") && !url_.starts_with("https://")) {
    result_ = Result(tl::unexpected(failed("its address must begin with https:// or http://")));
  } else {
    const HttpTransfer greeting = greet(url_, patience_seconds_, stop);
    // A stop says nothing about the far end, so it is not remembered.
    if (stop.stop_requested()) return tl::unexpected(unmeasured(Cause::stopped));
    result_ = session_from(greeting, url_);
  }
  return *result_;
}

void FarEnd::forget() {
  const std::lock_guard lock(mutex_);
  result_.reset();
}

}  // namespace deskready::network
