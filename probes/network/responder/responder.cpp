#include "probes/network/responder/responder.h"

#include <algorithm>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/ssl.hpp>
#include <future>
#include <thread>

#include "config/base/host_port.h"
#include "probes/machine/clocks.h"
#include "probes/network/responder/certificate.h"
#include "probes/network/responder/connecting/accepting.h"
#include "probes/network/responder/connecting/client_address.h"
#include "probes/network/responder/connecting/listening.h"
#include "probes/network/responder/monitoring_server.h"
#include "probes/network/responder/reflector.h"
#include "probes/network/responder/requests.h"
#include "probes/network/responder/serving.h"

namespace deskready::network {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;

constexpr auto strain_every = std::chrono::milliseconds(50);

}  // namespace

class Responder::Impl {
 public:
  explicit Impl(const ResponderOptions& options)
      : address_(options.address),
        https_(!options.certificate_file.empty()),
        serving_(options),
        acceptor_(loop_),
        monitoring_(
            loop_, [this] { return current_figures(); }, serving_.patience) {}

  ~Impl() {
    loop_.stop();
    if (thread_.joinable()) thread_.join();
  }

  std::string start() {
    if (auto tls = certificate_for(serving_.options); !tls)
      return tls.error();
    else
      use(std::move(*tls));
    const ResponderOptions& options = serving_.options;
    const auto udp = listen_on_both(acceptor_, options.address, options.port);
    if (!udp) return udp.error();
    port_ = acceptor_.local_endpoint().port();
    reflector_ = std::make_unique<Reflector>(*udp, serving_.admission, options.trusted);
    if (!options.metrics_address.empty()) {
      if (std::string why = monitoring_.listen_on(options.metrics_address, options.metrics_port);
          !why.empty())
        return why;
    }
    const auto taken = [this](tcp::socket socket) {
      asio::co_spawn(loop_, serve(std::move(socket)), asio::detached);
    };
    asio::co_spawn(loop_, accept_all(acceptor_, taken), asio::detached);
    asio::co_spawn(loop_, watch(), asio::detached);
    thread_ = std::thread([this] { loop_.run(); });
    return {};
  }

  tl::expected<Unchanged, std::string> reload(const ResponderOptions& options) {
    auto tls = certificate_for(options);
    if (!tls) return tl::unexpected(tls.error());
    if (tls->has_value() != https_)
      return tl::unexpected(std::string("http and https cannot be exchanged while it runs; restart it"));
    Unchanged unchanged;
    on_loop([&] {
      unchanged = serving_.take_over(options);
      reflector_->trust(serving_.options.trusted);
      use(std::move(*tls));
    });
    return unchanged;
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
  std::uint16_t metrics_port() const { return monitoring_.port(); }
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

  void use(std::optional<Tls> tls) {
    if (!tls) return;
    tls_ = std::move(tls->context);
    serving_.figures.certificate_expires = tls->expires;
  }

  /// How late this loop comes to a timer, and the reflector to a packet; and who has left.
  asio::awaitable<void> watch() {
    asio::steady_timer timer(loop_);
    for (;;) {
      timer.expires_after(strain_every);
      const std::int64_t due = monotonic_ns() + std::chrono::nanoseconds(strain_every).count();
      co_await timer.async_wait(asio::use_awaitable);
      const std::int64_t now = monotonic_ns();
      const Dwell dwell = reflector_->take_dwell();
      const std::int64_t late = std::max(now - due, dwell.longest_ns);
      serving_.strain.add(late, dwell, now);
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
      const std::string address =
          co_await client_address(socket, serving_.options.balancers, serving_.patience);
      if (address.empty()) co_return serving_.refuse(Refusal::proxy_header);
      if (tls_) {
        const auto context = tls_;  // a reload exchanges it
        beast::ssl_stream<beast::tcp_stream> secure(std::move(socket), *context);
        Connections::Place place = place_for(address, beast::get_lowest_layer(secure));
        if (!place.taken()) co_return serving_.refuse(Refusal::connections);
        beast::get_lowest_layer(secure).expires_after(serving_.patience);
        co_await secure.async_handshake(asio::ssl::stream_base::server, asio::use_awaitable);
        co_await serve_request(secure, address, serving_, place);
        beast::get_lowest_layer(secure).expires_after(std::chrono::seconds(1));
        co_await secure.async_shutdown(asio::use_awaitable);
      } else {
        beast::tcp_stream stream(std::move(socket));
        Connections::Place place = place_for(address, stream);
        if (!place.taken()) co_return serving_.refuse(Refusal::connections);
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

  // What any thread may read; the options belong to the loop's.
  const std::string address_;
  const bool https_;
  Serving serving_;
  asio::io_context loop_{1};
  tcp::acceptor acceptor_;
  MonitoringServer monitoring_;
  std::shared_ptr<asio::ssl::context> tls_;
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

std::uint16_t Responder::metrics_port() const {
  return impl_->metrics_port();
}

tl::expected<Unchanged, std::string> Responder::reload(const ResponderOptions& options) {
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
  return (impl_->tls() ? "https://" : "http://") + to_text({impl_->address(), impl_->port()});
}

}  // namespace deskready::network
