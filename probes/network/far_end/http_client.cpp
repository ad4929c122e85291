#include "probes/network/far_end/http_client.h"

#include <curl/curl.h>
#include <strings.h>

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cctype>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <map>
#include <optional>
#include <string_view>

#include "config/base/host_port.h"
#include "config/base/text.h"
#include "probes/detail.h"
#include "probes/network/between/inspection.h"
#include "probes/network/far_end/curl_sockets.h"
#include "probes/network/far_end/http_errors.h"
#include "probes/network/lookup/address.h"
#include "probes/network/sockets/tcp_options.h"

namespace deskready::network {
namespace {

namespace asio = boost::asio;
constexpr std::size_t largest_response = 1'000'000;
constexpr std::size_t largest_head = 100'000;  ///< lines behind a body included; libcurl bounds none of these

/// The value of a header line if its name is that one.
std::optional<std::string_view> header_value(std::string_view line, std::string_view name) {
  if (line.size() <= name.size() || line[name.size()] != ':') return std::nullopt;
  if (!same_text(line.substr(0, name.size()), name)) return std::nullopt;
  line.remove_prefix(std::min(line.find_first_not_of(" \t", name.size() + 1), line.size()));
  return line.substr(0, line.find_first_of("\r\n"));
}

/// The name of a congestion control and nothing else, whatever a far end sends.
std::string plain_name(std::string_view text) {
  const bool plain = text.size() < 16 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
                       return std::isalnum(c) || c == '_' || c == '-';
                     });
  return plain ? std::string(text) : std::string();
}

}  // namespace

struct HttpClient::Impl {
  struct Running {
    CURL* easy = nullptr;
    std::shared_ptr<HttpTransfer> transfer;
    bool refused_address = false;
    Impl* owner = nullptr;
    std::uint64_t taken = 0;  ///< bytes of the answer, where it is taken at a rate
    std::chrono::steady_clock::time_point taken_since;
    std::string issuer;    ///< of a certificate that was refused
    std::size_t head = 0;  ///< bytes of all its lines
    curl_slist* headers = nullptr;
    curl_slist* connect_to = nullptr;
  };
  struct Watched {
    asio::posix::stream_descriptor descriptor;
    int wanted = 0;
    unsigned round = 0;  ///< each change of what is wanted begins a new one and ends the old waits
    explicit Watched(asio::io_context& loop, int fd) : descriptor(loop, fd) {}
    ~Watched() { descriptor.release(); }  // the socket is curl's to close
  };

  explicit Impl(asio::io_context& own_loop) : loop(own_loop), timer(own_loop), multi(curl_multi_init()) {
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, &Impl::on_socket);
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, &Impl::on_timer);
    curl_multi_setopt(multi, CURLMOPT_TIMERDATA, this);
  }

  ~Impl() {
    *alive = false;
    while (!running.empty()) end(running.begin()->first);
    curl_multi_cleanup(multi);
  }

  void start(std::shared_ptr<HttpTransfer> transfer) {
    CURL* easy = curl_easy_init();
    Running& entry = running[easy];
    entry.easy = easy;
    entry.transfer = std::move(transfer);
    configure(easy, entry);
    curl_multi_add_handle(multi, easy);
  }

  void configure(CURL* easy, Running& entry) {
    HttpTransfer& transfer = *entry.transfer;
    curl_easy_setopt(easy, CURLOPT_URL, transfer.url.c_str());
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "deskready/" DESKREADY_VERSION);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    // One connection carries one transfer, so that its socket's figures are the transfer's.
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    if (const char* authorities = std::getenv("SSL_CERT_FILE"))
      curl_easy_setopt(easy, CURLOPT_CAINFO, authorities);
    // A name server that hangs must not hold up the end of the transfer.
    curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
    if (!transfer.connect_to.empty()) stand_in(easy, entry);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(transfer.connect_seconds * 1000));
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(transfer.total_seconds * 1000));
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, std::lround(transfer.stall_seconds));
    // Taken slowly, a large buffer would be filled in bursts.
    curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, transfer.receive_rate > 0 ? 16384L : 262144L);
    entry.owner = this;
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &Impl::on_open);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, &entry);
    curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, &Impl::on_tls);
    curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, &entry);
    curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &Impl::on_bytes);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &entry);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &Impl::on_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &entry);
    curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, &Impl::on_connect);
    curl_easy_setopt(easy, CURLOPT_SOCKOPTDATA, &transfer);
    // Without this libcurl waits a second for "100 Continue" before it uploads.
    entry.headers = curl_slist_append(nullptr, "Expect:");
    if (transfer.post) configure_post(easy, entry);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, entry.headers);
  }

  static void configure_post(CURL* easy, Running& entry) {
    HttpTransfer& transfer = *entry.transfer;
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    entry.headers = curl_slist_append(entry.headers, "Content-Type: application/octet-stream");
    if (transfer.send) {
      if (transfer.send_bytes > 0) {
        curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(transfer.send_bytes));
      } else {
        entry.headers = curl_slist_append(entry.headers, "Transfer-Encoding: chunked");
      }
      curl_easy_setopt(easy, CURLOPT_READFUNCTION, &Impl::on_send);
      curl_easy_setopt(easy, CURLOPT_READDATA, &transfer);
      curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, 65536L);
    } else {
      curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, static_cast<long>(transfer.body.size()));
      curl_easy_setopt(easy, CURLOPT_POSTFIELDS, transfer.body.c_str());
    }
  }

  /// Lets the numeric address, and perhaps a port, stand in for the URL's.
  static void stand_in(CURL* easy, Running& entry) {
    const std::string& address = entry.transfer->connect_to;
    const std::uint16_t port = entry.transfer->connect_port;
    const std::string to = "::" + (port == 0 ? in_brackets(address) + ':' : to_text({address, port}));
    entry.connect_to = curl_slist_append(nullptr, to.c_str());
    curl_easy_setopt(easy, CURLOPT_CONNECT_TO, entry.connect_to);
  }

  static curl_socket_t on_open(void* user, curlsocktype, curl_sockaddr* address) {
    auto& entry = *static_cast<Running*>(user);
    // Judged here, where the socket is about to be connected to it: a name server has no second answer to
    // give.
    const std::string to = numeric_address(*address);
    if (entry.transfer->public_address_only && (!is_public(to) || is_own(to))) {
      entry.refused_address = true;
      return CURL_SOCKET_BAD;
    }
    return open_socket(*address);
  }

  static int on_connect(void* user, curl_socket_t fd, curlsocktype) {
    auto& transfer = *static_cast<HttpTransfer*>(user);
    transfer.fd = fd;
    transfer.congestion = choose_congestion_control(fd, transfer.sending);
    set_options(fd, {transfer.largest_segment, transfer.pacing_rate, transfer.receive_rate,
                     static_cast<bool>(transfer.send)});
    return CURL_SOCKOPT_OK;
  }

  static CURLcode on_tls(CURL*, void* context, void* user) {
    note_issuer(static_cast<SSL_CTX*>(context), static_cast<Running*>(user)->issuer);
    return CURLE_OK;
  }

  static std::size_t on_bytes(char* data, std::size_t, std::size_t size, void* user) {
    auto& entry = *static_cast<Running*>(user);
    auto& transfer = *entry.transfer;
    curl_easy_getinfo(entry.easy, CURLINFO_RESPONSE_CODE, &transfer.status);
    if (transfer.receive_rate > 0 && entry.owner->too_early(entry, size)) return CURL_WRITEFUNC_PAUSE;
    if (transfer.received && transfer.status == 200) {
      if (transfer.received(size)) return size;
      transfer.ended_by_us = true;
      return 0;
    }
    if (transfer.response.size() + size > largest_response) return 0;
    transfer.response.append(data, size);
    return size;
  }

  /// Whether these bytes would come before the rate allows; then the transfer rests until they may. libcurl's
  /// own limit takes a second's worth at once.
  bool too_early(Running& entry, std::size_t size) {
    const auto now = std::chrono::steady_clock::now();
    if (entry.taken == 0) entry.taken_since = now;
    const auto due =
        entry.taken_since +
        std::chrono::nanoseconds(static_cast<std::int64_t>(
            static_cast<double>(entry.taken) * 8e9 / static_cast<double>(entry.transfer->receive_rate)));
    if (due <= now) {
      entry.taken += size;
      return false;
    }
    const auto rest = std::make_shared<asio::steady_timer>(loop, due);
    rest->async_wait([this, rest, easy = entry.easy, living = alive](const boost::system::error_code&) {
      if (!*living || !running.contains(easy)) return;
      const CURLcode code = curl_easy_pause(easy, CURLPAUSE_CONT);
      if (code != CURLE_OK) finish(easy, code);
    });
    return true;
  }

  static std::size_t on_header(char* data, std::size_t, std::size_t size, void* user) {
    auto& entry = *static_cast<Running*>(user);
    entry.head += size;
    if (entry.head > largest_head) return 0;
    if (const auto value = header_value({data, size}, "X-Congestion-Control"))
      entry.transfer->far_congestion = plain_name(*value);
    return size;
  }

  static std::size_t on_send(char* buffer, std::size_t, std::size_t size, void* user) {
    return static_cast<HttpTransfer*>(user)->send(buffer, size);
  }

  static int on_socket(CURL*, curl_socket_t fd, int what, void* user, void*) {
    auto& self = *static_cast<Impl*>(user);
    if (what == CURL_POLL_REMOVE) {
      self.watched.erase(fd);
      return 0;
    }
    auto& entry = self.watched[fd];
    if (!entry) entry = std::make_shared<Watched>(self.loop, fd);
    entry->wanted = what;
    self.wait(entry, fd);
    return 0;
  }

  void wait(const std::shared_ptr<Watched>& entry, int fd) {
    boost::system::error_code ignored;
    entry->descriptor.cancel(ignored);
    ++entry->round;
    if (entry->wanted & CURL_POLL_IN)
      wait_for(entry, fd, asio::posix::stream_descriptor::wait_read, CURL_CSELECT_IN);
    if (entry->wanted & CURL_POLL_OUT)
      wait_for(entry, fd, asio::posix::stream_descriptor::wait_write, CURL_CSELECT_OUT);
  }

  void wait_for(const std::shared_ptr<Watched>& entry, int fd, asio::posix::stream_descriptor::wait_type type,
                int bits) {
    entry->descriptor.async_wait(type,
                                 [this, fd, bits, type, round = entry->round, weak = std::weak_ptr(entry),
                                  living = alive](const boost::system::error_code& error) {
                                   if (error || !*living) return;
                                   if (const auto before = weak.lock(); !before || before->round != round)
                                     return;
                                   act(fd, bits);
                                   if (!*living) return;
                                   if (const auto after = weak.lock(); after && after->round == round)
                                     wait_for(after, fd, type, bits);
                                 });
  }

  static int on_timer(CURLM*, long milliseconds, void* user) {
    auto& self = *static_cast<Impl*>(user);
    self.timer.cancel();
    if (milliseconds < 0) return 0;
    self.timer.expires_after(std::chrono::milliseconds(milliseconds));
    self.timer.async_wait([&self, living = self.alive](const boost::system::error_code& error) {
      if (!error && *living) self.act(CURL_SOCKET_TIMEOUT, 0);
    });
    return 0;
  }

  void act(curl_socket_t fd, int bits) {
    int still = 0;
    curl_multi_socket_action(multi, fd, bits, &still);
    const auto living = alive;
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
      if (message->msg == CURLMSG_DONE) finish(message->easy_handle, message->data.result);
      if (!*living) return;
    }
  }

  void finish(CURL* easy, CURLcode code) {
    const auto found = running.find(easy);
    if (found == running.end()) return;
    const auto transfer = found->second.transfer;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &transfer->status);
    char* address = nullptr;
    if (curl_easy_getinfo(easy, CURLINFO_PRIMARY_IP, &address) == CURLE_OK && address != nullptr)
      transfer->peer_address = address;
    long port = 0;
    curl_easy_getinfo(easy, CURLINFO_PRIMARY_PORT, &port);
    transfer->peer_port = static_cast<std::uint16_t>(port);
    char* content_type = nullptr;
    curl_easy_getinfo(easy, CURLINFO_CONTENT_TYPE, &content_type);
    if (content_type != nullptr) transfer->content_type = content_type;
    char* sends_to = nullptr;
    curl_easy_getinfo(easy, CURLINFO_REDIRECT_URL, &sends_to);
    if (sends_to != nullptr) transfer->sends_to = sends_to;
    curl_off_t asked = 0, answered = 0;
    curl_easy_getinfo(easy, CURLINFO_PRETRANSFER_TIME_T, &asked);
    curl_easy_getinfo(easy, CURLINFO_STARTTRANSFER_TIME_T, &answered);
    if (answered > asked) transfer->answer_seconds = static_cast<double>(answered - asked) / 1e6;
    curl_off_t retry_after = 0;
    curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &retry_after);
    transfer->retry_after = retry_after;
    if (!transfer->ended_by_us) {
      transfer->error = why_failed(found->second, code);
      transfer->unanswered = code == CURLE_OPERATION_TIMEDOUT && connected(easy) && transfer->status == 0;
    }
    end(easy);
    if (transfer->done) transfer->done();
  }

  static Explanation why_failed(const Running& entry, CURLcode code) {
    if (entry.refused_address && code == CURLE_COULDNT_CONNECT) return Detail::address_refused;
    if (code == CURLE_PEER_FAILED_VERIFICATION && opens_connections(entry.issuer))
      return {Detail::tls_inspected, {{"system", SystemText(entry.issuer)}}};
    if (code != CURLE_OK) return explanation_of(entry.easy, code);
    return entry.transfer->endless && entry.transfer->status == 200 ? Explanation(Detail::broke_off)
                                                                    : Explanation();
  }

  void end(CURL* easy) {
    const auto found = running.find(easy);
    if (found == running.end()) return;
    curl_multi_remove_handle(multi, easy);
    found->second.transfer->fd = -1;
    curl_easy_cleanup(easy);
    curl_slist_free_all(found->second.headers);
    curl_slist_free_all(found->second.connect_to);
    running.erase(found);
  }

  asio::io_context& loop;
  asio::steady_timer timer;
  CURLM* multi;
  std::map<CURL*, Running> running;
  std::map<int, std::shared_ptr<Watched>> watched;
  std::shared_ptr<bool> alive = std::make_shared<bool>(true);
};

HttpClient::HttpClient(asio::io_context& loop) : impl_(std::make_unique<Impl>(loop)) {}
HttpClient::~HttpClient() = default;

void HttpClient::start(std::shared_ptr<HttpTransfer> transfer) {
  impl_->start(std::move(transfer));
}

void HttpClient::cancel(const std::shared_ptr<HttpTransfer>& transfer) {
  for (auto& [easy, entry] : impl_->running) {
    if (entry.transfer != transfer) continue;
    transfer->ended_by_us = true;
    impl_->end(easy);
    return;
  }
}

void perform(const std::shared_ptr<HttpTransfer>& transfer, const std::stop_token& stop) {
  asio::io_context loop;
  const auto waiting = asio::make_work_guard(loop);
  HttpClient client(loop);
  bool done = false;
  transfer->done = [&] { done = true; };
  client.start(transfer);
  while (!done && !stop.stop_requested()) loop.run_one_for(std::chrono::milliseconds(50));
  if (!done) client.cancel(transfer);
}

}  // namespace deskready::network
