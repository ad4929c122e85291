#include "probes/network/responder/responder.h"

#include <fmt/format.h>

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
#include <thread>

#include "probes/machine/clocks.h"
#include "probes/network/responder/certificate.h"
#include "probes/network/responder/listening.h"
#include "probes/network/responder/monitoring/pages.h"
#include "probes/network/responder/reflector.h"
#include "probes/network/responder/request_target.h"
#include "probes/network/responder/requests.h"
#include "probes/network/responder/serving.h"
#include "probes/network/responder/told_address.h"

namespace deskready::network {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

constexpr std::uint32_t longest_header = 8192;
constexpr auto strain_every = std::chrono::milliseconds(50);

}  // namespace

class Responder::Impl {
 public:
  explicit Impl(const ResponderOptions& options)
      : address_(options.address),
        https_(!options.certificate_file.empty()),
        serving_(options),
        acceptor_(loop_),
        metrics_acceptor_(loop_) {}

  ~Impl() {
    loop_.stop();
    if (thread_.joinable()) thread_.join();
  }

  std::string start() {
    const auto address = parse_address(serving_.options.address);
    if (!address) return address.error();
    if (auto tls = load_tls(serving_.options); !tls)
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
      next.address = serving_.options.address;
      next.port = serving_.options.port;
      next.secret = serving_.options.secret;
      next.on_session = serving_.options.on_session;
      serving_.options = std::move(next);
      serving_.occupancy.set_limits(limits_of(serving_.options));
      reflector_->trust(serving_.options.trusted);
      use(std::move(*tls));
    });
    return {};
  }

  void drain() {
    on_loop([&] { serving_.figures.draining = true; });
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
    serving_.figures.certificate_expires = tls->expires;
  }

  /// One number for TCP and UDP. With port 0 the system's choice for TCP may be taken for UDP: then another
  /// is tried.
  std::string bind(const asio::ip::address& address) {
    boost::system::error_code error;
    for (int attempt = 0; attempt < 20; ++attempt) {
      error = {};
      acceptor_ = tcp::acceptor(loop_);
      listen(acceptor_, {address, serving_.options.port}, error);
      if (error) break;
      port_ = acceptor_.local_endpoint().port();
      asio::ip::udp::socket udp(loop_);
      open(udp, address, error);
      if (!error) udp.bind({address, port_}, error);
      if (!error) {
        reflector_ = std::make_unique<Reflector>(udp.release(), serving_.admission, serving_.options.trusted);
        return {};
      }
      if (serving_.options.port != 0) break;
    }
    return fmt::format("{} port {} cannot be listened on: {}; choose another port or address",
                       serving_.options.address, serving_.options.port, error.message());
  }

  std::string bind_metrics() {
    const ResponderOptions& options = serving_.options;
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
      serving_.strain.add(late, now);
      serving_.figures.lateness_seconds = static_cast<double>(late) / 1e9;
      for (SessionRecord& record : serving_.occupancy.take_ended(now)) {
        record.began += realtime_ns() - now;
        if (serving_.options.on_session) serving_.options.on_session(record);
      }
    }
  }

  Figures current_figures() {
    Figures figures = serving_.figures;
    figures.packets_answered = reflector_->answered();
    static constexpr std::array<const char*, kinds_of_unanswered> names = {
        "no_proof", "expired", "repeated", "no_echo", "too_many_flows", "too_many_packets"};
    for (std::size_t i = 0; i < names.size(); ++i)
      figures.unanswered[names[i]] = reflector_->unanswered(static_cast<Unanswered>(i));
    figures.loading_now = serving_.occupancy.sessions();
    figures.granted_now = serving_.grants.living(realtime_ns());
    figures.connections_now = serving_.connections.open();
    figures.strained = serving_.strain.strained(monotonic_ns());
    return figures;
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
        address = co_await told_address(plain, address, serving_.patience);
        if (address.empty()) {
          serving_.refuse("proxy_header");
          co_return;
        }
        socket = plain.release_socket();
      }
      if (tls_) {
        const auto context = tls_;  // a reload exchanges it
        beast::ssl_stream<beast::tcp_stream> secure(std::move(socket), *context);
        Connections::Place place = place_for(address, beast::get_lowest_layer(secure));
        if (!place.taken()) co_return serving_.refuse("connections");
        beast::get_lowest_layer(secure).expires_after(serving_.patience);
        co_await secure.async_handshake(asio::ssl::stream_base::server, asio::use_awaitable);
        co_await serve_request(secure, address, serving_, place);
        beast::get_lowest_layer(secure).expires_after(std::chrono::seconds(1));
        co_await secure.async_shutdown(asio::use_awaitable);
      } else {
        beast::tcp_stream stream(std::move(socket));
        Connections::Place place = place_for(address, stream);
        if (!place.taken()) co_return serving_.refuse("connections");
        co_await serve_request(stream, address, serving_, place);
        stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
      }
    } catch (const std::exception&) {
    }
  }

  Connections::Place place_for(const std::string& address, beast::tcp_stream& stream) {
    return Connections::Place(serving_.connections, address, serving_.networks(address), monotonic_ns(),
                              [&stream] { stream.close(); });
  }

  bool is_balancer(const std::string& address) const {
    const auto own = parse_prefix(address);
    return own && std::any_of(serving_.options.balancers.begin(), serving_.options.balancers.end(),
                              [&](const Prefix& network) { return contains(network, *own); });
  }

  asio::awaitable<void> serve_metrics(tcp::socket socket) {
    try {
      beast::tcp_stream stream(std::move(socket));
      stream.expires_after(serving_.patience);
      beast::flat_buffer buffer(longest_header);
      http::request<http::empty_body> request;
      co_await http::async_read(stream, buffer, request, asio::use_awaitable);
      auto response =
          monitoring_answer(path_of(request.target()), request[http::field::accept], current_figures());
      co_await http::async_write(stream, response, asio::use_awaitable);
      boost::system::error_code ignored;
      stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
    } catch (const std::exception&) {
    }
  }

  // What any thread may read; the options belong to the loop's.
  const std::string address_;
  const bool https_;
  Serving serving_;
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
