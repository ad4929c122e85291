#include "probes/network/responder/requests.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <nlohmann/json.hpp>

#include "config/base/json/json_read.h"
#include "config/base/time.h"
#include "probes/machine/clocks.h"
#include "probes/network/responder/request_target.h"
#include "probes/network/responder/session_answer.h"
#include "probes/network/responder/transfer.h"
#include "probes/network/sockets/tcp_options.h"

namespace deskready::network {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using Request = http::request_parser<http::buffer_body>;

constexpr double longest_load = 30;  ///< seconds; no spec can lift it
constexpr std::size_t piece = 64 * 1024;
constexpr std::size_t least_credit = 4096;
constexpr auto credit_pause = std::chrono::milliseconds(5);

/// Bytes that nothing on the way can compress.
const std::string& noise() {
  static const std::string bytes = [] {
    std::string made(piece * 4, '\0');
    randombytes_buf(made.data(), made.size());
    return made;
  }();
  return bytes;
}

/// What an upload brought, for its answer.
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
    return json_text(json);
  }
};

template <class Stream>
class Connection {
 public:
  Connection(Stream& stream, std::string address, Serving& serving, Connections::Place& place)
      : stream_(stream), address_(std::move(address)), serving_(serving), place_(place) {}

  asio::awaitable<void> serve() {
    // Little before the client has proved anything: a flood of connections must not fill the memory.
    beast::flat_buffer buffer(longest_header + 1024);
    Request request;
    request.header_limit(longest_header);
    request.body_limit(boost::none);  // upload() has its own end, and answers after it
    beast::get_lowest_layer(stream_).expires_after(serving_.patience);
    co_await http::async_read_header(stream_, buffer, request, asio::use_awaitable);
    place_.heard();
    const std::string target(request.get().target());
    const std::string path(path_of(target));
    const auto method = request.get().method();
    if (path == "/session" && method == http::verb::post) co_return co_await session(target);
    if (path != "/download" && path != "/upload") co_return co_await answer(http::status::not_found, "{}");
    const auto admitted = serving_.admission.admits(query(target, "token"), unix_seconds());
    if (!admitted) {
      serving_.refuse(Refusal::no_token);
      co_return co_await answer(http::status::forbidden, R"({"error":"no valid token"})");
    }
    Load load(serving_, admitted->session, address_, rate_of(target, serving_.options.max_session_rate));
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
  asio::awaitable<void> refuse(Refusal why) {
    serving_.refuse(why);
    co_await answer(http::status::service_unavailable, refusal(serving_, why));
  }

  asio::awaitable<void> session(const std::string& target) {
    const int protocol = std::min(protocol_of(target), wire_protocol);
    const auto refused =
        serving_.no_session(serving_.networks(address_),
                            protocol == 1 ? Admission::ssid_lifetime_seconds : Admission::lifetime_seconds);
    if (refused) co_return co_await refuse(*refused);
    ++serving_.figures.sessions_granted;
    co_await answer(http::status::ok, granted(serving_, address_, protocol));
  }

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
    const std::string congestion = choose_congestion_control(
        fd, query(target, "queue") == "fill" ? Sending::fills : Sending::keeps_short);
    const double seconds = seconds_of(target, longest_load);
    const std::uint64_t rate = load.rate();
    pace_sending(fd, rate);
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
    Progress progress(serving_.patience);
    for (std::uint64_t sent = 0; sent < serving_.options.largest_load && monotonic_ns() < end;) {
      const std::size_t most = co_await credit(load, Way::down);
      beast::get_lowest_layer(stream_).expires_after(serving_.patience);
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
    buffer.reserve(piece);  // Beast reads no more at once than a buffer has room for, and at least 512 bytes
    std::string into(piece, '\0');
    Counted counted;
    const std::int64_t end = counted.begin_ns + static_cast<std::int64_t>((longest_load + 5) * 1e9);
    Progress progress(serving_.patience);
    while (!request.is_done() && counted.bytes < serving_.options.largest_load && monotonic_ns() < end) {
      co_await credit(load, Way::up);
      request.get().body().data = into.data();
      request.get().body().size = into.size();
      request.get().body().more = true;
      beast::get_lowest_layer(stream_).expires_after(serving_.patience);
      beast::error_code error;
      const std::size_t consumed = co_await http::async_read_some(
          stream_, buffer, request, asio::redirect_error(asio::use_awaitable, error));
      if (error && error != http::error::need_buffer) throw beast::system_error(error);
      const std::size_t came = into.size() - request.get().body().size;
      // What stands around the pieces of a body comes over the line as well, and may be more than it.
      load.spend(Way::up, std::max(came, consumed));
      counted.add(came);
      if (!progress.goes_on(came)) co_return;
    }
    co_await answer(http::status::ok, counted.text());
  }

  Stream& stream_;
  const std::string address_;
  Serving& serving_;
  Connections::Place& place_;
};

}  // namespace

template <class Stream>
asio::awaitable<void> serve_request(Stream& stream, const std::string& address, Serving& serving,
                                    Connections::Place& place) {
  co_await Connection(stream, address, serving, place).serve();
}

template asio::awaitable<void> serve_request(beast::tcp_stream&, const std::string&, Serving&,
                                             Connections::Place&);
template asio::awaitable<void> serve_request(beast::ssl_stream<beast::tcp_stream>&, const std::string&,
                                             Serving&, Connections::Place&);

}  // namespace deskready::network
