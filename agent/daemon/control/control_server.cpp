#include "agent/daemon/control/control_server.h"

#include <algorithm>
#include <array>
#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <functional>
#include <variant>

#include "agent/daemon/control/local_listener.h"
#include "config/base/json/json_read.h"

namespace deskready {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using Local = asio::local::stream_protocol;
using Executor = asio::io_context::executor_type;
using Stream = beast::basic_stream<Local, Executor>;
using Error = boost::system::error_code;

constexpr std::uint32_t largest_header = 8 * 1024;
constexpr std::uint64_t largest_body = 4 * 1024;
constexpr std::size_t most_connections = 16;
constexpr std::size_t most_listeners = 8;
constexpr std::size_t most_waiting_events = 256 * 1024;
constexpr auto patience = std::chrono::seconds(5);
constexpr auto pause_without_files = std::chrono::milliseconds(200);

/// One connection, one request. Lives as long as an operation of its holds it.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(asio::basic_stream_socket<Local, Executor> socket, ControlActions& actions,
          std::function<bool()> may_listen)
      : stream_(std::move(socket)), actions_(actions), may_listen_(std::move(may_listen)) {
    parser_.header_limit(largest_header);
    parser_.body_limit(largest_body);
  }

  void start() {
    stream_.expires_after(patience);
    http::async_read(stream_, buffer_, parser_,
                     [self = shared_from_this()](Error error, std::size_t) { self->read(error); });
  }

  void drop() {
    Error ignored;
    stream_.socket().close(ignored);
  }

  bool waits_for_its_request() const { return !answering_; }
  bool listening() const { return listening_ && stream_.socket().is_open(); }

  void publish(std::string_view event, const nlohmann::json& data) {
    waiting_ += fmt::format("event: {}\ndata: {}\n\n", event, json_text(data));
    if (waiting_.size() > most_waiting_events) return drop();
    send_waiting();
  }

 private:
  void read(Error error) {
    if (!error) {
      const auto& request = parser_.get();
      const auto answer = answer_control(std::string(request.method_string()), std::string(request.target()),
                                         request.body(), actions_);
      if (const auto* reply = std::get_if<ControlReply>(&answer)) return write(*reply);
      if (const auto* work = std::get_if<ControlWork>(&answer)) {
        answering_ = true;
        return (*work)([self = shared_from_this()](const ControlReply& reply) { self->write(reply); });
      }
      return may_listen_() ? listen() : write(control_error(503, "eight others listen to events already"));
    }
    // What beast's parser refuses deserves an answer; a connection that broke or dawdled has nobody to read
    // one.
    if (error == http::error::end_of_stream ||
        error.category() != make_error_code(http::error::bad_method).category()) {
      return drop();
    }
    const bool large = error == http::error::body_limit || error == http::error::header_limit;
    write(control_error(large ? 413 : 400,
                        fmt::format("this is no request that can be answered: {}", error.message())));
  }

  void listen() {
    answering_ = listening_ = true;
    stream_.expires_never();
    waiting_ =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nConnection: "
        "close\r\n\r\n";
    publish("status", actions_.status());
    // Whatever comes from a listener ends it; so does its end.
    stream_.async_read_some(asio::buffer(ignored_),
                            [self = shared_from_this()](Error, std::size_t) { self->drop(); });
  }

  void send_waiting() {
    if (sending_ || waiting_.empty()) return;
    sending_ = true;
    in_flight_ = std::exchange(waiting_, {});
    asio::async_write(stream_, asio::buffer(in_flight_),
                      [self = shared_from_this()](Error error, std::size_t) {
                        self->sending_ = false;
                        if (error) return self->drop();
                        self->send_waiting();
                      });
  }

  void write(const ControlReply& reply) {
    answering_ = true;
    response_.result(reply.status);
    response_.set(http::field::content_type, reply.type);
    response_.set(http::field::cache_control, "no-store");
    if (!reply.allow.empty()) response_.set(http::field::allow, reply.allow);
    response_.keep_alive(false);
    response_.body() = reply.text.empty() ? json_text(reply.body) + "\n" : reply.text;
    response_.prepare_payload();
    stream_.expires_after(patience);
    http::async_write(stream_, response_, [self = shared_from_this()](Error, std::size_t) {
      Error ignored;
      self->stream_.socket().shutdown(Local::socket::shutdown_send, ignored);
    });
  }

  Stream stream_;
  ControlActions& actions_;
  const std::function<bool()> may_listen_;
  bool answering_ = false;
  bool listening_ = false;
  bool sending_ = false;
  std::string waiting_, in_flight_;  ///< events
  std::array<char, 64> ignored_{};
  beast::flat_buffer buffer_{largest_header + largest_body};
  http::request_parser<http::string_body> parser_;
  http::response<http::string_body> response_;
};

}  // namespace

struct ControlServer::Impl : std::enable_shared_from_this<Impl> {
  Impl(asio::io_context& loop, LocalListener listener, ControlActions& served)
      : place(std::move(listener)), actions(served), acceptor(loop), timer(loop) {
    acceptor.assign(Local(), place.release_socket());
  }

  void accept() {
    acceptor.async_accept(
        [self = shared_from_this()](Error error, asio::basic_stream_socket<Local, Executor> socket) {
          if (!self->acceptor.is_open()) return;
          if (error) return self->accept_later();
          self->take(std::move(socket));
          self->accept();
        });
  }

  void accept_later() {
    timer.expires_after(pause_without_files);
    timer.async_wait([self = shared_from_this()](Error error) {
      if (!error && self->acceptor.is_open()) self->accept();
    });
  }

  void take(asio::basic_stream_socket<Local, Executor> socket) {
    std::erase_if(sessions, [](const std::weak_ptr<Session>& session) { return session.expired(); });
    if (!is_own_peer(socket.native_handle()) || !make_room()) return;
    auto session = std::make_shared<Session>(std::move(socket), actions, [weak = weak_from_this()] {
      const auto server = weak.lock();
      return server && server->listeners() < most_listeners;
    });
    sessions.push_back(session);
    session->start();
  }

  /// Who asks nothing must not keep out who does: the connection that has waited longest for its request goes
  /// first.
  bool make_room() {
    if (sessions.size() < most_connections) return true;
    const auto idler = std::find_if(sessions.begin(), sessions.end(), [](const auto& session) {
      const auto living = session.lock();
      return !living || living->waits_for_its_request();
    });
    if (idler == sessions.end()) return false;
    if (const auto living = idler->lock()) living->drop();
    sessions.erase(idler);
    return true;
  }

  std::size_t listeners() const {
    return static_cast<std::size_t>(std::count_if(sessions.begin(), sessions.end(), [](const auto& session) {
      const auto living = session.lock();
      return living && living->listening();
    }));
  }

  void stop() {
    Error ignored;
    acceptor.close(ignored);
    timer.cancel();
    for (const auto& session : sessions) {
      if (const auto living = session.lock()) living->drop();
    }
    std::error_code gone;
    std::filesystem::remove(place.path(), gone);
  }

  LocalListener place;
  ControlActions& actions;
  asio::basic_socket_acceptor<Local, Executor> acceptor;
  asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>,
                             Executor>
      timer;
  std::vector<std::weak_ptr<Session>> sessions;
};

tl::expected<ControlServer, std::string> ControlServer::listen(asio::io_context& loop,
                                                               const std::filesystem::path& folder,
                                                               const std::filesystem::path& person,
                                                               ControlActions& actions) {
  auto place = LocalListener::open(folder, person);
  if (!place) return tl::unexpected(place.error());
  auto impl = std::make_shared<Impl>(loop, std::move(*place), actions);
  impl->accept();
  return ControlServer(std::move(impl));
}

void ControlServer::publish(std::string_view event, const nlohmann::json& data) {
  for (const auto& session : impl_->sessions) {
    const auto living = session.lock();
    if (living && living->listening()) living->publish(event, data);
  }
}

bool ControlServer::has_listeners() const {
  return impl_->listeners() > 0;
}

ControlServer::ControlServer(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
ControlServer::ControlServer(ControlServer&&) noexcept = default;

ControlServer& ControlServer::operator=(ControlServer&& other) noexcept {
  std::swap(impl_, other.impl_);
  return *this;
}

ControlServer::~ControlServer() {
  if (impl_) impl_->stop();
}

}  // namespace deskready
