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
#include <map>
#include <nlohmann/json.hpp>
#include <thread>

#include "probes/network/linux/timestamps.h"
#include "probes/network/responder/admission.h"
#include "probes/network/responder/occupancy.h"
#include "probes/network/responder/reflector.h"
#include "probes/network/responder/strain.h"
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
constexpr int most_connections = 2000;   ///< whoever they are from
constexpr int most_of_an_address = 500;  ///< so that one cannot take them all
constexpr auto strain_every = std::chrono::milliseconds(50);
constexpr const char* too_many = R"({"error":"too many checks at once"})";

/// Bytes that nothing on the way can compress.
const std::string& noise() {
  static const std::string bytes = [] {
    std::string made(piece * 4, '\0');
    randombytes_buf(made.data(), made.size());
    return made;
  }();
  return bytes;
}

/// The value of `name` in a target's query; empty when it is not there.
std::string query(std::string_view target, std::string_view name) {
  auto rest = target.substr(std::min(target.find('?'), target.size()));
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const auto end = std::min(rest.find('&'), rest.size());
    const auto pair = rest.substr(0, end);
    if (pair.starts_with(name) && pair.size() > name.size() && pair[name.size()] == '=') {
      return std::string(pair.substr(name.size() + 1));
    }
    rest.remove_prefix(end);
  }
  return {};
}

/// Used on the loop's thread only, but for `admission`.
struct Shared {
  explicit Shared(const ResponderOptions& given) : options(given) {}
  ResponderOptions options;
  Admission admission;
  Occupancy occupancy{static_cast<std::size_t>(std::max(options.max_sessions, 0))};
  Strain strain;
  std::uint16_t next_ssid = 0;
  const std::chrono::nanoseconds patience{static_cast<std::int64_t>(options.patience_seconds * 1e9)};
  int connections = 0;
  std::map<std::string, int> of_address;  ///< connections that each address has now

  bool has_room(std::int64_t now_ns) {
    return occupancy.has_room(now_ns / 1'000'000'000) && !(occupancy.any() && strain.strained(now_ns));
  }
  /// 0 stands for "no session id" in RFC 8972.
  std::uint16_t new_ssid() { return next_ssid == 0xFFFF ? next_ssid = 1 : ++next_ssid; }
};

std::int64_t now_seconds() {
  return monotonic_ns() / 1'000'000'000;
}

/// Counts a connection while it lives.
class Counter {
 public:
  Counter(Shared& shared, std::string address) : shared_(shared), address_(std::move(address)) {
    ++shared_.connections;
    ++shared_.of_address[address_];
  }
  ~Counter() {
    --shared_.connections;
    if (--shared_.of_address[address_] == 0) shared_.of_address.erase(address_);
  }
  Counter(const Counter&) = delete;
  Counter& operator=(const Counter&) = delete;
  bool too_many() const {
    return shared_.connections > most_connections || shared_.of_address[address_] > most_of_an_address;
  }

 private:
  Shared& shared_;
  const std::string address_;
};

/// A session's transfer, counted against the capacity while it lives.
class Load {
 public:
  Load(Shared& shared, std::uint16_t ssid)
      : shared_(shared), ssid_(ssid), begun_(shared.occupancy.begin(ssid, now_seconds())) {}
  ~Load() {
    if (begun_) shared_.occupancy.end(ssid_, now_seconds());
  }
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;
  bool begun() const { return begun_; }

 private:
  Shared& shared_;
  std::uint16_t ssid_;
  bool begun_;
};

template <class Stream>
class Connection {
 public:
  Connection(Stream& stream, std::string address, Shared& shared)
      : stream_(stream), address_(std::move(address)), shared_(shared) {}

  asio::awaitable<void> serve() {
    // Little before the client has proved anything: a flood of connections must not fill the memory.
    beast::flat_buffer buffer(longest_header + 1024);
    Request request;
    request.header_limit(longest_header);
    request.body_limit(boost::none);  // upload() has its own end, and answers after it
    beast::get_lowest_layer(stream_).expires_after(shared_.patience);
    co_await http::async_read_header(stream_, buffer, request, asio::use_awaitable);
    const std::string target(request.get().target());
    const std::string path = target.substr(0, target.find('?'));
    const auto method = request.get().method();
    if (path == "/session" && method == http::verb::post) co_return co_await session();
    std::uint16_t ssid = 0;
    const bool admitted = shared_.admission.admits(query(target, "token"), address_, now_seconds(), ssid);
    if (path != "/download" && path != "/upload") co_return co_await answer(http::status::not_found, "{}");
    if (!admitted) co_return co_await answer(http::status::forbidden, R"({"error":"no valid token"})");
    const Load load(shared_, ssid);
    if (!load.begun()) co_return co_await answer(http::status::service_unavailable, too_many);
    if (path == "/download" && method == http::verb::get)
      co_await download(target);
    else if (path == "/upload" && method == http::verb::post)
      co_await upload(request, buffer);
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

  asio::awaitable<void> session() {
    if (shared_.has_room(monotonic_ns())) {
      co_await answer(http::status::ok, granted());
    } else {
      co_await answer(http::status::service_unavailable, too_many);
    }
  }

  // Outside the coroutines: GCC 12 cannot compile initializer lists inside a co_await expression.
  std::string granted() {
    const Grant grant = shared_.admission.grant(address_, shared_.new_ssid(), now_seconds());
    std::array<char, 65> key{};
    sodium_bin2hex(key.data(), key.size(), grant.packet_key.data(), grant.packet_key.size());
    nlohmann::json json;
    json["token"] = grant.token;
    json["ssid"] = grant.ssid;
    json["key"] = key.data();
    json["max_rate"] = shared_.options.max_session_rate;
    json["expires_s"] = Admission::lifetime_seconds;
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

  asio::awaitable<void> download(const std::string& target) {
    const int fd = beast::get_lowest_layer(stream_).socket().native_handle();
    const std::string congestion = choose_congestion_control(fd);
    const double wanted = std::strtod(query(target, "seconds").c_str(), nullptr);
    const double seconds = wanted > 0 ? std::min(wanted, longest_load) : longest_load;
    std::uint64_t rate = std::strtoull(query(target, "rate").c_str(), nullptr, 10);
    if (rate == 0 || rate > shared_.options.max_session_rate) rate = shared_.options.max_session_rate;
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
    for (std::uint64_t sent = 0; sent < shared_.options.largest_load && monotonic_ns() < end;) {
      beast::get_lowest_layer(stream_).expires_after(shared_.patience);
      // Piece by piece: on a slow line a larger write would outlast the patience although bytes flow.
      const std::size_t at = sent % noise().size();
      sent += co_await stream_.async_write_some(asio::buffer(noise().data() + at, noise().size() - at),
                                                asio::use_awaitable);
    }
    beast::get_lowest_layer(stream_).socket().set_option(asio::socket_base::linger(false, 0), ignored);
  }

  asio::awaitable<void> upload(Request& request, beast::flat_buffer& buffer) {
    buffer.max_size(piece * 2);
    std::string into(piece, '\0');
    Counted counted;
    const std::int64_t end = counted.begin_ns + static_cast<std::int64_t>((longest_load + 5) * 1e9);
    while (!request.is_done() && counted.bytes < shared_.options.largest_load && monotonic_ns() < end) {
      request.get().body().data = into.data();
      request.get().body().size = into.size();
      request.get().body().more = true;
      beast::get_lowest_layer(stream_).expires_after(shared_.patience);
      beast::error_code error;
      co_await http::async_read_some(stream_, buffer, request,
                                     asio::redirect_error(asio::use_awaitable, error));
      if (error && error != http::error::need_buffer) throw beast::system_error(error);
      counted.add(into.size() - request.get().body().size);
    }
    co_await answer(http::status::ok, counted.text());
  }

  Stream& stream_;
  const std::string address_;
  Shared& shared_;
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
  explicit Impl(const ResponderOptions& options) : shared_(options), acceptor_(loop_) {}

  ~Impl() {
    loop_.stop();
    if (thread_.joinable()) thread_.join();
  }

  std::string start() {
    const auto address = parse_address(shared_.options.address);
    if (!address) return address.error();
    if (!shared_.options.certificate_file.empty()) {
      boost::system::error_code error;
      tls_.emplace(asio::ssl::context::tls_server);
      tls_->use_certificate_chain_file(shared_.options.certificate_file, error);
      if (error)
        return fmt::format("the certificate {} cannot be used: {}", shared_.options.certificate_file,
                           error.message());
      tls_->use_private_key_file(shared_.options.key_file, asio::ssl::context::pem, error);
      if (error)
        return fmt::format("the key {} cannot be used: {}", shared_.options.key_file, error.message());
    }
    if (std::string why = bind(*address); !why.empty()) return why;
    asio::co_spawn(loop_, accept(), asio::detached);
    asio::co_spawn(loop_, watch_strain(), asio::detached);
    thread_ = std::thread([this] { loop_.run(); });
    return {};
  }

  std::uint16_t port() const { return port_; }
  bool tls() const { return tls_.has_value(); }
  const std::string& address() const { return shared_.options.address; }

 private:
  /// One number for TCP and UDP. With port 0 the system's choice for TCP may be taken for UDP: then another
  /// is tried.
  std::string bind(const asio::ip::address& address) {
    boost::system::error_code error;
    for (int attempt = 0; attempt < 20; ++attempt) {
      error = {};
      const tcp::endpoint endpoint(address, shared_.options.port);
      acceptor_ = tcp::acceptor(loop_);
      acceptor_.open(endpoint.protocol(), error);
      if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
      if (!error) acceptor_.bind(endpoint, error);
      if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
      if (error) break;
      port_ = acceptor_.local_endpoint().port();
      asio::ip::udp::socket udp(loop_);
      udp.open(address.is_v4() ? asio::ip::udp::v4() : asio::ip::udp::v6(), error);
      if (!error) udp.bind({address, port_}, error);
      if (!error) {
        reflector_ = std::make_unique<Reflector>(udp.release(), shared_.admission);
        return {};
      }
      if (shared_.options.port != 0) break;
    }
    return fmt::format("{} port {} cannot be listened on: {}; choose another port or address",
                       shared_.options.address, shared_.options.port, error.message());
  }

  asio::awaitable<void> accept() {
    for (;;) {
      boost::system::error_code error;
      tcp::socket socket = co_await acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, error));
      if (error == asio::error::operation_aborted) co_return;
      if (error) {  // out of descriptors, mostly: some will come free
        asio::steady_timer pause(loop_, std::chrono::milliseconds(100));
        co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
        continue;
      }
      asio::co_spawn(loop_, serve(std::move(socket)), asio::detached);
    }
  }

  /// How late this loop comes to a timer, and the reflector to a packet.
  asio::awaitable<void> watch_strain() {
    asio::steady_timer timer(loop_);
    for (;;) {
      timer.expires_after(strain_every);
      const std::int64_t due = monotonic_ns() + std::chrono::nanoseconds(strain_every).count();
      co_await timer.async_wait(asio::use_awaitable);
      const std::int64_t now = monotonic_ns();
      shared_.strain.add(std::max(now - due, reflector_->longest_dwell_ns()), now);
    }
  }

  asio::awaitable<void> serve(tcp::socket socket) {
    // A client that goes away or talks nonsense ends its own connection and nothing else.
    try {
      boost::system::error_code ignored;
      socket.set_option(tcp::no_delay(true), ignored);
      const auto peer = socket.remote_endpoint();
      const std::string address = numeric_address(peer.data());
      const Counter counted(shared_, address);
      if (counted.too_many()) co_return;
      beast::tcp_stream stream(std::move(socket));
      if (tls_) {
        beast::ssl_stream<beast::tcp_stream> secure(std::move(stream), *tls_);
        beast::get_lowest_layer(secure).expires_after(shared_.patience);
        co_await secure.async_handshake(asio::ssl::stream_base::server, asio::use_awaitable);
        co_await Connection(secure, address, shared_).serve();
        beast::get_lowest_layer(secure).expires_after(std::chrono::seconds(1));
        co_await secure.async_shutdown(asio::use_awaitable);
      } else {
        co_await Connection(stream, address, shared_).serve();
        stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
      }
    } catch (const std::exception&) {
    }
  }

  Shared shared_;
  asio::io_context loop_{1};
  tcp::acceptor acceptor_;
  std::optional<asio::ssl::context> tls_;
  std::unique_ptr<Reflector> reflector_;
  std::thread thread_;
  std::uint16_t port_ = 0;
};

Responder::Responder(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Responder::~Responder() = default;

tl::expected<std::unique_ptr<Responder>, std::string> Responder::start(const ResponderOptions& options) {
  auto impl = std::make_unique<Impl>(options);
  if (const std::string why = impl->start(); !why.empty()) return tl::unexpected(why);
  return std::unique_ptr<Responder>(new Responder(std::move(impl)));
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
