#include "probes/network/turn/connection.h"

#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <utility>

#include "probes/detail.h"
#include "probes/machine/clocks.h"
#include "probes/network/far_end/http_errors.h"
#include "probes/network/turn/frames.h"

namespace deskready::network::turn {
namespace {

constexpr long connect_ms = 5000;

/// libcurl's, which connects, proves who is there, and then only carries bytes.
class Connection : public Line {
 public:
  Connection(bool tls, const HostPort& place, const std::string& name)
      : multi_(curl_multi_init()), easy_(curl_easy_init()) {
    const std::string url = (tls ? "https://" : "http://") + to_text({name, place.port});
    connect_to_ = curl_slist_append(nullptr, ("::" + to_text(place)).c_str());
    curl_easy_setopt(easy_, CURLOPT_URL, url.c_str());
    curl_easy_setopt(easy_, CURLOPT_CONNECT_TO, connect_to_);
    curl_easy_setopt(easy_, CURLOPT_CONNECT_ONLY, 1L);
    curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy_, CURLOPT_PROXY, "");
    curl_easy_setopt(easy_, CURLOPT_SSL_ENABLE_ALPN, 0L);  // that is HTTP's to agree on
    curl_easy_setopt(easy_, CURLOPT_CONNECTTIMEOUT_MS, connect_ms);
    if (const char* authorities = std::getenv("SSL_CERT_FILE"))
      curl_easy_setopt(easy_, CURLOPT_CAINFO, authorities);
    curl_multi_add_handle(multi_, easy_);
  }
  ~Connection() override {
    curl_multi_remove_handle(multi_, easy_);
    curl_easy_cleanup(easy_);
    curl_multi_cleanup(multi_);
    curl_slist_free_all(connect_to_);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  std::optional<Unmeasured> connect(const std::stop_token& stop) {
    constexpr int look_ms = 50;  // at a stop
    for (int running = 1; running > 0;) {
      curl_multi_perform(multi_, &running);
      if (stop.stop_requested()) return unmeasured(Cause::stopped);
      if (running > 0) curl_multi_poll(multi_, nullptr, 0, look_ms, nullptr);
    }
    int left = 0;
    const CURLMsg* done = curl_multi_info_read(multi_, &left);
    if (done == nullptr) return unmeasured(Cause::failed);
    if (done->data.result != CURLE_OK)
      return unmeasured(Cause::target_failed, explanation_of(easy_, done->data.result));
    curl_easy_getinfo(easy_, CURLINFO_ACTIVESOCKET, &socket_);
    return std::nullopt;
  }

  /// What the system has no room for is sent as soon as it has, for a moment; then the line is at its end.
  int send(const stun::Bytes& message) override {
    constexpr std::int64_t patience = 500'000'000;
    const std::int64_t until = monotonic_ns() + patience;
    for (std::size_t sent = 0; sent < message.size();) {
      std::size_t now = 0;
      const CURLcode code = curl_easy_send(easy_, message.data() + sent, message.size() - sent, &now);
      sent += now;
      if (code == CURLE_AGAIN && monotonic_ns() < until)
        poll_for(CURL_WAIT_POLLOUT, until);
      else if (code != CURLE_OK)
        ended_ = true;
      if (ended_) return EPIPE;
    }
    return 0;
  }

  std::optional<stun::Bytes> receive() override {
    auto message = taken_ < UdpSocket::most_at_once ? next_message() : std::nullopt;
    taken_ = message ? taken_ + 1 : 0;
    return message;
  }

  void wait(std::int64_t deadline_ns) override { poll_for(CURL_WAIT_POLLIN, deadline_ns); }
  bool ended() const override { return ended_; }
  bool refused() override { return false; }
  const UdpSocket* datagrams() const override { return nullptr; }

 private:
  std::optional<stun::Bytes> next_message() {
    if (auto whole = frames_.next()) return whole;
    std::array<unsigned char, 2048> buffer;
    while (!ended_) {
      std::size_t got = 0;
      const CURLcode code = curl_easy_recv(easy_, buffer.data(), buffer.size(), &got);
      if (code == CURLE_AGAIN) return std::nullopt;
      ended_ = code != CURLE_OK || got == 0;
      frames_.take(stun::View(buffer.data(), got));
      auto whole = frames_.next();
      ended_ = ended_ || frames_.broken();
      if (whole) return whole;
    }
    return std::nullopt;
  }

  void poll_for(short what, std::int64_t deadline_ns) const {
    constexpr std::int64_t ms = 1'000'000;
    const std::int64_t left = std::max<std::int64_t>(0, deadline_ns - monotonic_ns());
    curl_waitfd one{socket_, what, 0};
    curl_multi_poll(multi_, &one, 1, static_cast<int>((left + ms - 1) / ms), nullptr);
  }

  CURLM* multi_;
  CURL* easy_;
  curl_slist* connect_to_ = nullptr;
  curl_socket_t socket_ = CURL_SOCKET_BAD;
  Frames frames_;
  int taken_ = 0;  ///< one after the other
  bool ended_ = false;
};

}  // namespace

tl::expected<std::unique_ptr<Line>, Unmeasured> connect(bool tls, const HostPort& place,
                                                        const std::string& name,
                                                        const std::stop_token& stop) {
  auto connection = std::make_unique<Connection>(tls, place, name);
  if (auto why = connection->connect(stop)) return tl::unexpected(std::move(*why));
  return connection;
}

}  // namespace deskready::network::turn
