#include "agent/cli/service/control_client.h"

#include <fmt/format.h>

#include <boost/beast/http.hpp>

#include "config/base/files.h"
#include "config/base/folders.h"
#include "config/base/json/bounded_json.h"

namespace deskready {
namespace {

namespace http = boost::beast::http;

tl::expected<ControlAnswer, std::string> understand(const std::string& answer) {
  http::response_parser<http::string_body> parser;
  parser.eager(true);
  parser.body_limit(boost::none);
  boost::beast::error_code error;
  parser.put(boost::asio::buffer(answer), error);
  ControlAnswer result;
  if (!error && parser.is_done()) {
    result.body = read_json(parser.get().body()).value_or(nlohmann::json());
    result.status = parser.get().result_int();
  }
  if (!result.body.is_object()) {
    return tl::unexpected(
        std::string("the background service gave an answer that makes no sense; are both of one version?"));
  }
  return result;
}

/// Where the service of this person listens, in whichever session, as it wrote itself; empty where nobody
/// could.
std::filesystem::path place_of_the_one() {
  constexpr std::size_t longest = 4096;
  const auto text = read_regular_file(person_lock("daemon"), longest);
  std::error_code error;
  return text && std::filesystem::is_socket(*text, error) ? std::filesystem::path(*text)
                                                          : std::filesystem::path();
}

/// Where to ask.
tl::expected<std::filesystem::path, std::string> own_service() {
  const auto folder = runtime_folder();
  if (!folder) return tl::unexpected(folder.error());
  const std::filesystem::path written = place_of_the_one();
  return written.empty() ? *folder / "control.sock" : written;
}

std::string request_for(std::string_view method, std::string_view target, std::string_view body) {
  return fmt::format("{} {} HTTP/1.1\r\nHost: deskready\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{}",
                     method, target, body.size(), body);
}

/// Server-sent events, as they come in pieces.
class EventReader {
 public:
  /// False once `take` has returned false, or what comes is no stream of events; then refusal() says why.
  bool add(std::string_view piece, const std::function<bool(const nlohmann::json&)>& take) {
    constexpr std::size_t longest = 1 << 20;
    constexpr std::string_view stream = "HTTP/1.1 200 ", end = "\n\n", head_end = "\r\n\r\n";
    waiting_ += piece;
    if (!begun_) {
      const std::size_t head = waiting_.find(head_end);
      if (head == std::string::npos) return waiting_.size() < longest;
      if (!waiting_.starts_with(stream))
        return refuse("eight others listen to the background service already");
      waiting_.erase(0, head + head_end.size());
      begun_ = true;
    }
    for (std::size_t at = waiting_.find(end); at != std::string::npos; at = waiting_.find(end)) {
      const std::string event = waiting_.substr(0, at);
      waiting_.erase(0, at + end.size());
      if (!hand_over(event, take)) return false;
    }
    return waiting_.size() < longest || refuse("the background service's answer is too long");
  }
  const std::string& refusal() const { return refusal_; }

 private:
  bool refuse(const char* why) {
    refusal_ = why;
    return false;
  }
  static bool hand_over(std::string_view event, const std::function<bool(const nlohmann::json&)>& take) {
    constexpr std::string_view status = "event: status\ndata: ";
    if (!event.starts_with(status)) return true;
    const auto told = read_json(event.substr(status.size()));
    return !told || !told->is_object() || take(*told);
  }

  bool begun_ = false;
  std::string waiting_, refusal_;
};

}  // namespace

tl::expected<ControlAnswer, std::string> ask_daemon(const std::filesystem::path& socket,
                                                    std::string_view method, std::string_view target,
                                                    std::string_view body,
                                                    std::chrono::milliseconds patience) {
  const auto answer = talk_locally(socket, request_for(method, target, body), patience);
  if (!answer) return tl::unexpected(answer.error());
  return understand(*answer);
}

tl::expected<ControlAnswer, std::string> ask_daemon(std::string_view method, std::string_view target,
                                                    std::string_view body) {
  const auto service = own_service();
  if (!service) return tl::unexpected(service.error());
  return ask_daemon(*service, method, target, body);
}

tl::expected<Listened, std::string> follow_daemon(std::optional<std::chrono::steady_clock::time_point> until,
                                                  const std::function<bool(const nlohmann::json&)>& take) {
  const auto service = own_service();
  if (!service) return tl::unexpected(service.error());
  EventReader reader;
  const auto ended = listen_locally(*service, request_for("GET", "/events", {}), until,
                                    [&](std::string_view piece) { return reader.add(piece, take); });
  if (!reader.refusal().empty()) return tl::unexpected(reader.refusal());
  return ended;
}

}  // namespace deskready
