#include "probes/network/reach/connections.h"

#include <curl/curl.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include "probes/network/between/inspection.h"
#include "probes/network/far_end/http_errors.h"

namespace deskready::network::reach {
namespace {

constexpr std::size_t most_at_once = 8;
constexpr long connect_ms = 5000, answer_ms = 8000;

NotUsed not_used(const Explanation& why) {
  if (why.is(Detail::refuses_connection)) return NotUsed::refused;
  if (why.is(Detail::no_way_to_it)) return NotUsed::unreachable;
  if (why.is(Detail::nothing_answers) || why.is(Detail::nothing_answers_in_time)) return NotUsed::silent;
  return NotUsed::failed;
}

/// One connection at a time to the addresses of one host.
class Connecting {
 public:
  Connecting(const Try& one, CURLM* multi) : try_(one), multi_(multi) {}
  ~Connecting() { end(); }
  Connecting(const Connecting&) = delete;
  Connecting& operator=(const Connecting&) = delete;

  /// False where nothing may be sent, which then is why it is untold.
  bool begin(const Spend& spend) {
    const auto [sent, back] = cost_of_connection(reach().by);
    if (auto why = spend(sent, back)) {
      try_.tried.untold = std::move(why);
      return false;
    }
    try_.tried.bytes += sent + back;
    issuer_.clear();
    easy_ = curl_easy_init();
    configure();
    curl_multi_add_handle(multi_, easy_);
    return true;
  }

  /// Whether the next address is to be tried.
  bool ended(CURLcode code) {
    Tried& tried = try_.tried;
    const std::string& address = place().host;
    if (code == CURLE_OK) {
      tried.answered = true;
      tried.address = address;
      tried.opened_by = opener_of(issuer_);
      end();
      return false;
    }
    const std::string_view opener =
        code == CURLE_PEER_FAILED_VERIFICATION ? opener_of(issuer_) : std::string_view();
    const Explanation why = opener.empty() ? explanation_of(easy_, code)
                                           : Explanation(Detail::opened_on_the_way, {{"name", Term(opener)}});
    tried.unused.push_back({address, not_used(why)});
    // That a family has no way out says less than what the other met.
    if (tried.why.empty() || tried.why.is(Detail::no_way_to_it)) tried.why = why;
    end();
    return ++which_ < try_.places.size();
  }

  void stop() {
    try_.tried.untold = unmeasured(Cause::stopped);
    end();
  }

 private:
  const Reach& reach() const { return try_.tried.reach; }
  const HostPort& place() const { return try_.places[which_]; }

  void configure() {
    const bool plain = reach().by == ReachBy::tcp, answers = reach().by == ReachBy::https;
    const std::string url = (plain ? "http://" : "https://") + to_text({reach().place.host, place().port});
    connect_to_ = curl_slist_append(nullptr, ("::" + to_text(place())).c_str());
    curl_easy_setopt(easy_, CURLOPT_PRIVATE, this);
    curl_easy_setopt(easy_, CURLOPT_URL, url.c_str());
    curl_easy_setopt(easy_, CURLOPT_CONNECT_TO, connect_to_);
    curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy_, CURLOPT_PROXY, "");
    curl_easy_setopt(easy_, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy_, CURLOPT_USERAGENT, "deskready/" DESKREADY_VERSION);
    curl_easy_setopt(easy_, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy_, CURLOPT_CONNECTTIMEOUT_MS, connect_ms);
    curl_easy_setopt(easy_, CURLOPT_TIMEOUT_MS, answer_ms);
    curl_easy_setopt(easy_, answers ? CURLOPT_NOBODY : CURLOPT_CONNECT_ONLY, 1L);
    // What it agrees on beside HTTP is not ours to say.
    if (!answers) curl_easy_setopt(easy_, CURLOPT_SSL_ENABLE_ALPN, 0L);
    curl_easy_setopt(easy_, CURLOPT_SSL_CTX_FUNCTION, &Connecting::on_tls);
    curl_easy_setopt(easy_, CURLOPT_SSL_CTX_DATA, this);
    if (const char* authorities = std::getenv("SSL_CERT_FILE"))
      curl_easy_setopt(easy_, CURLOPT_CAINFO, authorities);
  }

  static CURLcode on_tls(CURL*, void* context, void* user) {
    note_issuer(static_cast<SSL_CTX*>(context), static_cast<Connecting*>(user)->issuer_);
    return CURLE_OK;
  }

  void end() {
    if (easy_ == nullptr) return;
    curl_multi_remove_handle(multi_, easy_);
    curl_easy_cleanup(easy_);
    curl_slist_free_all(connect_to_);
    easy_ = nullptr;
    connect_to_ = nullptr;
  }

  const Try& try_;
  CURLM* const multi_;
  CURL* easy_ = nullptr;
  curl_slist* connect_to_ = nullptr;
  std::size_t which_ = 0;
  std::string issuer_;  ///< of the certificate that was shown
};

/// All of them, side by side.
class Connections {
 public:
  Connections(std::span<const Try> tries, const Spend& spend) : spend_(spend), multi_(curl_multi_init()) {
    for (const Try& one : tries) all_.push_back(std::make_unique<Connecting>(one, multi_));
  }
  ~Connections() {
    all_.clear();
    curl_multi_cleanup(multi_);
  }
  Connections(const Connections&) = delete;
  Connections& operator=(const Connections&) = delete;

  void run(const std::stop_token& stop) {
    constexpr int look_ms = 50;  // at a stop
    for (begin(); running_ > 0; begin()) {
      int unused = 0;
      curl_multi_perform(multi_, &unused);
      take_ended();
      if (stop.stop_requested()) break;
      if (running_ > 0) curl_multi_poll(multi_, nullptr, 0, look_ms, nullptr);
    }
  }

 private:
  void begin() {
    for (; running_ < most_at_once && next_ < all_.size(); ++next_) running_ += all_[next_]->begin(spend_);
  }

  void take_ended() {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
      const CURLcode code = message->data.result;
      void* user = nullptr;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &user);
      auto& one = *static_cast<Connecting*>(user);
      if (!one.ended(code) || !one.begin(spend_)) --running_;
    }
  }

  const Spend& spend_;
  CURLM* const multi_;
  std::vector<std::unique_ptr<Connecting>> all_;
  std::size_t next_ = 0, running_ = 0;
};

}  // namespace

bool by_connection(ReachBy by) {
  return by == ReachBy::tcp || by == ReachBy::tls || by == ReachBy::https;
}

ConnectionCost cost_of_connection(ReachBy by) {
  // A chain of three certificates, and with HTTPS the head of an answer.
  const std::size_t back = by == ReachBy::tls ? 8000 : by == ReachBy::https ? 12'000 : 400;
  return {reach_bytes(by), back};
}

void try_connections(std::span<const Try> tries, const Spend& spend, const std::stop_token& stop) {
  Connections(tries, spend).run(stop);
  for (const Try& one : tries) {
    const bool done = one.tried.answered || one.tried.untold || !one.tried.why.empty();
    if (!done || (stop.stop_requested() && !one.tried.answered))
      one.tried.untold = unmeasured(Cause::stopped);
  }
}

}  // namespace deskready::network::reach
