#include "probes/network/responder/responder.h"

#include <fmt/format.h>
#include <netinet/tcp.h>
#include <sodium.h>

#include <algorithm>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <future>
#include <nlohmann/json.hpp>
#include <thread>

#include "probes/network/linux/timestamps.h"
#include "probes/network/responder/certificate.h"
#include "probes/network/responder/monitoring/strain.h"
#include "probes/network/responder/proxy_header.h"
#include "probes/network/responder/reflector.h"
#include "probes/network/responder/request_target.h"
#include "probes/network/responder/shares/admission.h"
#include "probes/network/responder/shares/connections.h"
#include "probes/network/responder/shares/grants.h"
#include "probes/network/responder/shares/occupancy.h"
#include "probes/network/sockets/tcp_options.h"

namespace deskready::network {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using Request = http::request_parser<http::buffer_body>;

constexpr double longest_load = 30;  ///< seconds; no spec can lift it
constexpr std::size_t piece = 64 * 1024;
constexpr std::uint32_t longest_header = 8192;
constexpr std::size_t least_credit = 4096;
constexpr auto credit_pause = std::chrono::milliseconds(5);
constexpr auto strain_every = std::chrono::milliseconds(50);

/// Bytes that nothing on the way can compress.
const std::string& noise() {
  static const std::string bytes = [] {
    std::string made(piece * 4, '\0');
    randombytes_buf(made.data(), made.size());
    return made;
  }();
  return bytes;
}

LoadLimits limits_of(const ResponderOptions& options) {
  return {static_cast<std::size_t>(std::max(options.max_sessions, 0)), options.max_session_rate,
          options.max_address_rate > 0 ? options.max_address_rate : 2 * options.max_session_rate};
}

/// Used on the loop's thread only, but for `admission`.
struct Shared {
  explicit Shared(const ResponderOptions& given)
      : options(given), admission(given.secret ? Admission(*given.secret) : Admission()) {}
  ResponderOptions options;
  const Admission admission;
  Occupancy occupancy{limits_of(options)};
  Grants grants;
  /// Four for each check that has a place, and for a small far end enough for who only asks.
  Connections connections{std::max<std::size_t>(2000, 4 * limits_of(options).sessions)};
  Strain strain;
  Figures figures;
  const std::chrono::nanoseconds patience{static_cast<std::int64_t>(options.patience_seconds * 1e9)};

  Networks networks(const std::string& address) const { return networks_of(address, options.trusted); }
  void refuse(const char* reason) { ++figures.refusals[reason]; }
  /// Why no session is granted now; nullptr where one is.
  const char* no_session(const Networks& networks) {
    const std::int64_t now = monotonic_ns();
    if (figures.draining) return "draining";
    if (!occupancy.has_room(networks, now)) return "full";
    if (occupancy.sessions() > 0 && strain.strained(now)) return "strained";
    const std::int64_t wall = realtime_ns();
    const std::int64_t expires = wall + Admission::lifetime_seconds * 1'000'000'000;
    return grants.take(networks, wall, expires) ? nullptr : "too_many_of_network";
  }
};

std::int64_t unix_seconds() {
  return realtime_ns() / 1'000'000'000;
}

/// A session's transfer, counted against the capacity while it lives.
class Load {
 public:
  Load(Shared& shared, const SessionId& session, const std::string& address, std::uint64_t rate)
      : shared_(shared),
        session_(session),
        rate_(rate),
        admittance_(
            shared.occupancy.begin(session, address, shared.networks(address), rate, monotonic_ns())) {}
  ~Load() {
    if (begun()) shared_.occupancy.end(session_, rate_, monotonic_ns());
  }
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;
  bool begun() const { return admittance_ == Admittance::granted; }
  std::uint64_t rate() const { return rate_; }
  const char* refusal() const {
    if (admittance_ == Admittance::address_rate) return "address_rate";
    return admittance_ == Admittance::full ? "full" : "session_connections";
  }
  std::size_t credit(Way way) const { return shared_.occupancy.credit(session_, way, monotonic_ns()); }
  void spend(Way way, std::size_t bytes) {
    shared_.occupancy.spend(session_, way, bytes);
    (way == Way::down ? shared_.figures.bytes_down : shared_.figures.bytes_up) += bytes;
  }

 private:
  Shared& shared_;
  const SessionId session_;
  const std::uint64_t rate_;
  const Admittance admittance_;
};

/// Whether a transfer goes on: some bytes in each patience, so that who takes or sends them one by one does
/// not keep a place.
class Progress {
 public:
  explicit Progress(std::chrono::nanoseconds patience) : patience_ns_(patience.count()) {}
  bool goes_on(std::size_t bytes) {
    bytes_ += bytes;
    const std::int64_t now = monotonic_ns();
    if (now - since_ns_ < patience_ns_) return true;
    const bool enough =
        static_cast<double>(bytes_) >= least_rate / 8 * static_cast<double>(now - since_ns_) / 1e9;
    since_ns_ = now;
    bytes_ = 0;
    return enough;
  }

 private:
  static constexpr double least_rate = 8000;  ///< bit/s; no line that could hold a call is as slow
  std::int64_t patience_ns_;
  std::int64_t since_ns_ = monotonic_ns();
  std::uint64_t bytes_ = 0;
};

template <class Stream>
class Connection {
 public:
  Connection(Stream& stream, std::string address, Shared& shared, Connections::Place& place)
      : stream_(stream), address_(std::move(address)), shared_(shared), place_(place) {}

  asio::awaitable<void> serve() {
    // Little before the client has proved anything: a flood of connections must not fill the memory.
    beast::flat_buffer buffer(longest_header + 1024);
    Request request;
    request.header_limit(longest_header);
    request.body_limit(boost::none);  // upload() has its own end, and answers after it
    beast::get_lowest_layer(stream_).expires_after(shared_.patience);
    co_await http::async_read_header(stream_, buffer, request, asio::use_awaitable);
    place_.heard();
    const std::string target(request.get().target());
    const std::string path(path_of(target));
    const auto method = request.get().method();
    if (path == "/session" && method == http::verb::post) co_return co_await session(target);
    if (path != "/download" && path != "/upload") co_return co_await answer(http::status::not_found, "{}");
    const auto admitted = shared_.admission.admits(query(target, "token"), address_, unix_seconds());
    if (!admitted) {
      shared_.refuse("no_token");
      co_return co_await answer(http::status::forbidden, R"({"error":"no valid token"})");
    }
    Load load(shared_, admitted->session, address_, rate_of(target, shared_.options.max_session_rate));
    if (!load.begun()) co_return co_await refuse(load.refusal());
    if (path == "/download" && method == http::verb::get)
      co_await download(target, load);
    else if (path == "/upload" && method == http::verb::post)
      co_await upload(request, buffer, load);
    else
      co_await answer(http::status::method_not_allowed, "{}");
  }

 private:
  asio::awaitable<void> answer(http::status status, std::string body) {
    http::response<http::string_body> response{status, 11};
    response.set(http::field::content_type, "application/json");
    if (status == http::status::service_unavailable)
      response.set(http::field::retry_after, std::to_string(Occupancy::come_back_after));
    response.keep_alive(false);
    response.body() = std::move(body);
    response.prepare_payload();
    co_await http::async_write(stream_, response, asio::use_awaitable);
  }

  // The texts are made outside the coroutines: GCC 12 cannot compile initializer lists inside a co_await
  // expression.
  asio::awaitable<void> refuse(const char* reason) {
    shared_.refuse(reason);
    co_await answer(http::status::service_unavailable, refusal(reason));
  }

  std::string refusal(const std::string& reason) const {
    nlohmann::json json;
    json["error"] = "too many checks at once";
    json["reason"] = reason;
    if (reason == "draining") json["error"] = "it is about to stop";
    if (reason == "draining" && !shared_.options.elsewhere.empty())
      json["elsewhere"] = shared_.options.elsewhere;
    return json.dump();
  }

  asio::awaitable<void> session(const std::string& target) {
    const char* refused = shared_.no_session(shared_.networks(address_));
    if (refused != nullptr) co_return co_await refuse(refused);
    ++shared_.figures.sessions_granted;
    co_await answer(http::status::ok, granted(std::min(protocol_of(target), wire_protocol)));
  }

  std::string granted(int protocol) {
    const std::int64_t now = unix_seconds();
    const Grant grant = protocol == 1 ? shared_.admission.grant_by_ssid(address_, now)
                                      : shared_.admission.grant(address_, now);
    const auto hex = [](const auto& bytes) {
      std::string text(2 * bytes.size() + 1, '\0');
      sodium_bin2hex(text.data(), text.size(), bytes.data(), bytes.size());
      text.pop_back();
      return text;
    };
    nlohmann::json json;
    json["protocol"] = protocol;
    json["token"] = grant.token;
    json["ssid"] = grant.ssid;
    json["key"] = hex(grant.packet_key);
    json["max_rate"] = shared_.options.max_session_rate;
    json["expires_s"] = grant.expires - now;
    if (protocol > 1) {
      json["session"] = hex(grant.session);
      json["expires"] = grant.expires;
      if (!shared_.options.advertised.empty()) json["udp"] = shared_.options.advertised;
    }
    return json.dump();
  }

  struct Counted {
    std::uint64_t bytes = 0;
    std::int64_t begin_ns = monotonic_ns();
    std::int64_t next_ns = begin_ns;
    nlohmann::json samples = nlohmann::json::array();

    void add(std::size_t more) {
      bytes += more;
      const std::int64_t now = monotonic_ns();
      if (now < next_ns) return;
      samples.push_back(nlohmann::json::array({static_cast<double>(now - begin_ns) / 1e9, bytes}));
      next_ns = now + 50'000'000;
    }
    std::string text() const {
      nlohmann::json json;
      json["bytes"] = bytes;
      json["seconds"] = static_cast<double>(monotonic_ns() - begin_ns) / 1e9;
      json["samples"] = samples;
      return json.dump();
    }
  };

  /// Until as much may go as is worth a call of the system.
  asio::awaitable<std::size_t> credit(const Load& load, Way way) {
    for (;;) {
      const std::size_t bytes = load.credit(way);
      if (bytes >= least_credit) co_return bytes;
      asio::steady_timer pause(co_await asio::this_coro::executor, credit_pause);
      co_await pause.async_wait(asio::use_awaitable);
    }
  }

  asio::awaitable<void> download(const std::string& target, Load& load) {
    const int fd = beast::get_lowest_layer(stream_).socket().native_handle();
    const std::string congestion = choose_congestion_control(fd);
    const double seconds = seconds_of(target, longest_load);
    const std::uint64_t rate = load.rate();
    const std::uint64_t pacing = rate / 8;
    setsockopt(fd, SOL_SOCKET, SO_MAX_PACING_RATE, &pacing, sizeof pacing);
    // Little unsent data in the socket, so that what is measured is the line and not this buffer.
    const int unsent = static_cast<int>(std::clamp<std::uint64_t>(rate / 8 / 50, 16 * 1024, 1024 * 1024));
    setsockopt(fd, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent, sizeof unsent);

    const std::string head = fmt::format(
        "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nCache-Control: no-store\r\nConnection: "
        "close\r\n"
        "X-Congestion-Control: {}\r\n\r\n",
        congestion);
    co_await asio::async_write(stream_, asio::buffer(head), asio::use_awaitable);
    // Ends before its time, when the client takes nothing, by a reset: the kernel keeps nothing for it.
    boost::system::error_code ignored;
    beast::get_lowest_layer(stream_).socket().set_option(asio::socket_base::linger(true, 0), ignored);
    const std::int64_t end = monotonic_ns() + static_cast<std::int64_t>(seconds * 1e9);
    Progress progress(shared_.patience);
    for (std::uint64_t sent = 0; sent < shared_.options.largest_load && monotonic_ns() < end;) {
      const std::size_t most = co_await credit(load, Way::down);
      beast::get_lowest_layer(stream_).expires_after(shared_.patience);
      // Piece by piece: on a slow line a larger write would outlast the patience although bytes flow.
      const std::size_t at = sent % noise().size();
      const std::size_t size = std::min(noise().size() - at, most);
      const std::size_t gone =
          co_await stream_.async_write_some(asio::buffer(noise().data() + at, size), asio::use_awaitable);
      load.spend(Way::down, gone);
      sent += gone;
      if (!progress.goes_on(gone)) co_return;
    }
    beast::get_lowest_layer(stream_).socket().set_option(asio::socket_base::linger(false, 0), ignored);
  }

  asio::awaitable<void> upload(Request& request, beast::flat_buffer& buffer, Load& load) {
    buffer.max_size(piece * 2);
    std::string into(piece, '\0');
    Counted counted;
    const std::int64_t end = counted.begin_ns + static_cast<std::int64_t>((longest_load + 5) * 1e9);
    Progress progress(shared_.patience);
    while (!request.is_done() && counted.bytes < shared_.options.largest_load && monotonic_ns() < end) {
      co_await credit(load, Way::up);
      request.get().body().data = into.data();
      request.get().body().size = into.size();
      request.get().body().more = true;
      beast::get_lowest_layer(stream_).expires_after(shared_.patience);
      beast::error_code error;
      co_await http::async_read_some(stream_, buffer, request,
                                     asio::redirect_error(asio::use_awaitable, error));
      if (error && error != http::error::need_buffer) throw beast::system_error(error);
      const std::size_t came = into.size() - request.get().body().size;
      load.spend(Way::up, came);
      counted.add(came);
      if (!progress.goes_on(came)) co_return;
    }
    co_await answer(http::status::ok, counted.text());
  }

  Stream& stream_;
  const std::string address_;
  Shared& shared_;
  Connections::Place& place_;
};

tl::expected<asio::ip::address, std::string> parse_address(const std::string& text) {
  boost::system::error_code error;
  const auto address = asio::ip::make_address(text, error);
  if (error)
    return tl::unexpected(fmt::format("\"{}\" is no numeric address; write it like 0.0.0.0 or ::", text));
  return address;
}

}  // namespace

class Responder::Impl {
 public:
  explicit Impl(const ResponderOptions& options)
      : address_(options.address),
        https_(!options.certificate_file.empty()),
        shared_(options),
        acceptor_(loop_),
        metrics_acceptor_(loop_) {}

  ~Impl() {
    loop_.stop();
    if (thread_.joinable()) thread_.join();
  }

  std::string start() {
    const auto address = parse_address(shared_.options.address);
    if (!address) return address.error();
    if (auto tls = load_tls(shared_.options); !tls)
      return tls.error();
    else
      use(std::move(*tls));
    if (std::string why = bind(*address); !why.empty()) return why;
    if (std::string why = bind_metrics(); !why.empty()) return why;
    asio::co_spawn(loop_, accept(acceptor_, false), asio::detached);
    if (metrics_acceptor_.is_open()) asio::co_spawn(loop_, accept(metrics_acceptor_, true), asio::detached);
    asio::co_spawn(loop_, watch(), asio::detached);
    thread_ = std::thread([this] { loop_.run(); });
    return {};
  }

  tl::expected<void, std::string> reload(const ResponderOptions& options) {
    auto tls = load_tls(options);
    if (!tls) return tl::unexpected(tls.error());
    if (tls->has_value() != https_)
      return tl::unexpected(std::string("http and https cannot be exchanged while it runs; restart it"));
    on_loop([&] {
      ResponderOptions next = options;
      next.address = shared_.options.address;
      next.port = shared_.options.port;
      next.secret = shared_.options.secret;
      next.on_session = shared_.options.on_session;
      shared_.options = std::move(next);
      shared_.occupancy.set_limits(limits_of(shared_.options));
      reflector_->trust(shared_.options.trusted);
      use(std::move(*tls));
    });
    return {};
  }

  void drain() {
    on_loop([&] { shared_.figures.draining = true; });
  }

  Figures figures() {
    Figures now;
    on_loop([&] { now = current_figures(); });
    return now;
  }

  std::uint16_t port() const { return port_; }
  std::uint16_t metrics_port() const { return metrics_port_; }
  bool tls() const { return https_; }
  const std::string& address() const { return address_; }

 private:
  template <class Work>
  void on_loop(Work work) {
    std::promise<void> done;
    asio::post(loop_, [&] {
      work();
      done.set_value();
    });
    done.get_future().wait();
  }

  static tl::expected<std::optional<Tls>, std::string> load_tls(const ResponderOptions& options) {
    if (options.certificate_file.empty()) return std::nullopt;
    auto tls = load_certificate(options.certificate_file, options.key_file);
    if (!tls) return tl::unexpected(tls.error());
    if (tls->expires <= unix_seconds() && !options.expired_certificate) {
      return tl::unexpected(fmt::format(
          "the certificate {} has expired, and no agent would accept it; renew it, or serve it all the same "
          "with --expired-certificate",
          options.certificate_file));
    }
    return std::move(*tls);
  }

  void use(std::optional<Tls> tls) {
    if (!tls) return;
    tls_ = std::move(tls->context);
    shared_.figures.certificate_expires = tls->expires;
  }

  /// "::" listens for IPv4 as well, whatever the system's default.
  template <class Socket>
  static void open(Socket& socket, const asio::ip::address& address, boost::system::error_code& error) {
    socket.open(address.is_v4() ? Socket::protocol_type::v4() : Socket::protocol_type::v6(), error);
    if (!error && address.is_v6()) socket.set_option(asio::ip::v6_only(false), error);
  }

  static void listen(tcp::acceptor& acceptor, const tcp::endpoint& endpoint,
                     boost::system::error_code& error) {
    open(acceptor, endpoint.address(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  }

  /// One number for TCP and UDP. With port 0 the system's choice for TCP may be taken for UDP: then another
  /// is tried.
  std::string bind(const asio::ip::address& address) {
    boost::system::error_code error;
    for (int attempt = 0; attempt < 20; ++attempt) {
      error = {};
      acceptor_ = tcp::acceptor(loop_);
      listen(acceptor_, {address, shared_.options.port}, error);
      if (error) break;
      port_ = acceptor_.local_endpoint().port();
      asio::ip::udp::socket udp(loop_);
      open(udp, address, error);
      if (!error) udp.bind({address, port_}, error);
      if (!error) {
        reflector_ = std::make_unique<Reflector>(udp.release(), shared_.admission, shared_.options.trusted);
        return {};
      }
      if (shared_.options.port != 0) break;
    }
    return fmt::format("{} port {} cannot be listened on: {}; choose another port or address",
                       shared_.options.address, shared_.options.port, error.message());
  }

  std::string bind_metrics() {
    const ResponderOptions& options = shared_.options;
    if (options.metrics_address.empty()) return {};
    const auto address = parse_address(options.metrics_address);
    if (!address) return address.error();
    boost::system::error_code error;
    listen(metrics_acceptor_, {*address, options.metrics_port}, error);
    if (error) {
      return fmt::format("{} port {} cannot be listened on for monitoring: {}; choose another with --metrics",
                         options.metrics_address, options.metrics_port, error.message());
    }
    metrics_port_ = metrics_acceptor_.local_endpoint().port();
    return {};
  }

  asio::awaitable<void> accept(tcp::acceptor& acceptor, bool metrics) {
    for (;;) {
      boost::system::error_code error;
      tcp::socket socket = co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
      if (error == asio::error::operation_aborted) co_return;
      if (error) {  // out of descriptors, mostly: some will come free
        asio::steady_timer pause(loop_, std::chrono::milliseconds(100));
        co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
        continue;
      }
      if (metrics)
        asio::co_spawn(loop_, serve_metrics(std::move(socket)), asio::detached);
      else
        asio::co_spawn(loop_, serve(std::move(socket)), asio::detached);
    }
  }

  /// How late this loop comes to a timer, and the reflector to a packet; and who has left.
  asio::awaitable<void> watch() {
    asio::steady_timer timer(loop_);
    for (;;) {
      timer.expires_after(strain_every);
      const std::int64_t due = monotonic_ns() + std::chrono::nanoseconds(strain_every).count();
      co_await timer.async_wait(asio::use_awaitable);
      const std::int64_t now = monotonic_ns();
      const std::int64_t late = std::max(now - due, reflector_->longest_dwell_ns());
      shared_.strain.add(late, now);
      shared_.figures.lateness_seconds = static_cast<double>(late) / 1e9;
      for (SessionRecord& record : shared_.occupancy.take_ended(now)) {
        record.began += realtime_ns() - now;
        if (shared_.options.on_session) shared_.options.on_session(record);
      }
    }
  }

  Figures current_figures() {
    Figures figures = shared_.figures;
    figures.packets_answered = reflector_->answered();
    static constexpr std::array<const char*, kinds_of_unanswered> names = {
        "no_proof", "expired", "repeated", "no_echo", "too_many_flows", "too_many_packets"};
    for (std::size_t i = 0; i < names.size(); ++i)
      figures.unanswered[names[i]] = reflector_->unanswered(static_cast<Unanswered>(i));
    figures.loading_now = shared_.occupancy.sessions();
    figures.granted_now = shared_.grants.living(realtime_ns());
    figures.connections_now = shared_.connections.open();
    figures.strained = shared_.strain.strained(monotonic_ns());
    return figures;
  }

  /// The client's address where a balancer stands before it; empty where that does not tell.
  asio::awaitable<std::string> told_address(beast::tcp_stream& stream, std::string balancer) {
    std::vector<unsigned char> header(proxy_begin);
    stream.expires_after(shared_.patience);
    co_await asio::async_read(stream, asio::buffer(header), asio::use_awaitable);
    tl::expected<std::optional<std::string>, std::string> client;
    if (is_proxy_line(header)) {
      while (header.back() != '\n' && header.size() < longest_proxy_line) {
        header.push_back(0);
        co_await asio::async_read(stream, asio::buffer(&header.back(), 1), asio::use_awaitable);
      }
      client = client_in_line({reinterpret_cast<const char*>(header.data()), header.size()});
    } else {
      header.resize(proxy_head);
      co_await asio::async_read(stream, asio::buffer(header.data() + proxy_begin, proxy_head - proxy_begin),
                                asio::use_awaitable);
      const auto rest = proxy_rest(header);
      if (!rest) co_return std::string();
      header.resize(proxy_head + *rest);
      co_await asio::async_read(stream, asio::buffer(header.data() + proxy_head, *rest), asio::use_awaitable);
      client = proxied_client(header);
    }
    if (!client) co_return std::string();
    co_return client->value_or(balancer);
  }

  asio::awaitable<void> serve(tcp::socket socket) {
    // A client that goes away or talks nonsense ends its own connection and nothing else.
    try {
      boost::system::error_code ignored;
      socket.set_option(tcp::no_delay(true), ignored);
      const auto peer = socket.remote_endpoint();
      std::string address = numeric_address(peer.data());
      if (is_balancer(address)) {
        beast::tcp_stream plain(std::move(socket));
        address = co_await told_address(plain, address);
        if (address.empty()) {
          shared_.refuse("proxy_header");
          co_return;
        }
        socket = plain.release_socket();
      }
      if (tls_) {
        const auto context = tls_;  // a reload exchanges it
        beast::ssl_stream<beast::tcp_stream> secure(std::move(socket), *context);
        Connections::Place place = place_for(address, beast::get_lowest_layer(secure));
        if (!place.taken()) co_return shared_.refuse("connections");
        beast::get_lowest_layer(secure).expires_after(shared_.patience);
        co_await secure.async_handshake(asio::ssl::stream_base::server, asio::use_awaitable);
        co_await Connection(secure, address, shared_, place).serve();
        beast::get_lowest_layer(secure).expires_after(std::chrono::seconds(1));
        co_await secure.async_shutdown(asio::use_awaitable);
      } else {
        beast::tcp_stream stream(std::move(socket));
        Connections::Place place = place_for(address, stream);
        if (!place.taken()) co_return shared_.refuse("connections");
        co_await Connection(stream, address, shared_, place).serve();
        stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
      }
    } catch (const std::exception&) {
    }
  }

  Connections::Place place_for(const std::string& address, beast::tcp_stream& stream) {
    return Connections::Place(shared_.connections, address, shared_.networks(address), monotonic_ns(),
                              [&stream] { stream.close(); });
  }

  bool is_balancer(const std::string& address) const {
    const auto own = parse_prefix(address);
    return own && std::any_of(shared_.options.balancers.begin(), shared_.options.balancers.end(),
                              [&](const Prefix& network) { return contains(network, *own); });
  }

  asio::awaitable<void> serve_metrics(tcp::socket socket) {
    try {
      beast::tcp_stream stream(std::move(socket));
      stream.expires_after(shared_.patience);
      beast::flat_buffer buffer(longest_header);
      http::request<http::empty_body> request;
      co_await http::async_read(stream, buffer, request, asio::use_awaitable);
      auto response = monitoring_answer(path_of(request.target()), request[http::field::accept]);
      co_await http::async_write(stream, response, asio::use_awaitable);
      boost::system::error_code ignored;
      stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
    } catch (const std::exception&) {
    }
  }

  http::response<http::string_body> monitoring_answer(std::string_view path, std::string_view accept) {
    http::response<http::string_body> response{http::status::ok, 11};
    response.set(http::field::content_type, "text/plain; charset=utf-8");
    if (path == "/metrics") {
      const Exposition exposition = exposition_for(accept);
      response.set(http::field::content_type, content_type(exposition));
      response.body() = metrics_page(current_figures(), exposition);
    } else if (path == "/healthz") {
      response.body() = "ok\n";  // that this loop answers is what it says
    } else if (path == "/readyz") {
      const Figures figures = current_figures();
      const bool ready = !figures.draining && !figures.strained;
      if (!ready) response.result(http::status::service_unavailable);
      response.body() = ready ? "ready\n" : figures.draining ? "draining\n" : "strained\n";
    } else {
      response.result(http::status::not_found);
    }
    response.keep_alive(false);
    response.prepare_payload();
    return response;
  }

  // What any thread may read; the options belong to the loop's.
  const std::string address_;
  const bool https_;
  Shared shared_;
  asio::io_context loop_{1};
  tcp::acceptor acceptor_, metrics_acceptor_;
  std::shared_ptr<asio::ssl::context> tls_;
  std::unique_ptr<Reflector> reflector_;
  std::thread thread_;
  std::uint16_t port_ = 0, metrics_port_ = 0;
};

Responder::Responder(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Responder::~Responder() = default;

tl::expected<std::unique_ptr<Responder>, std::string> Responder::start(const ResponderOptions& options) {
  auto impl = std::make_unique<Impl>(options);
  if (const std::string why = impl->start(); !why.empty()) return tl::unexpected(why);
  return std::unique_ptr<Responder>(new Responder(std::move(impl)));
}

std::uint16_t Responder::metrics_port() const {
  return impl_->metrics_port();
}

tl::expected<void, std::string> Responder::reload(const ResponderOptions& options) {
  return impl_->reload(options);
}

void Responder::drain() {
  impl_->drain();
}

Figures Responder::figures() const {
  return impl_->figures();
}

std::uint16_t Responder::port() const {
  return impl_->port();
}

std::string Responder::url() const {
  const bool v6 = impl_->address().find(':') != std::string::npos;
  return fmt::format("{}://{}{}{}:{}", impl_->tls() ? "https" : "http", v6 ? "[" : "", impl_->address(),
                     v6 ? "]" : "", impl_->port());
}

}  // namespace deskready::network
