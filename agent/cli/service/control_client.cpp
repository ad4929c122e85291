#include "agent/cli/service/control_client.h"

#include <fmt/format.h>

#include <boost/beast/http.hpp>

#include "agent/cli/service/local_talk.h"
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

}  // namespace

tl::expected<ControlAnswer, std::string> ask_daemon(const std::filesystem::path& socket,
                                                    std::string_view method, std::string_view target,
                                                    std::string_view body,
                                                    std::chrono::milliseconds patience) {
  const std::string request =
      fmt::format("{} {} HTTP/1.1\r\nHost: deskready\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{}",
                  method, target, body.size(), body);
  const auto answer = talk_locally(socket, request, patience);
  if (!answer) return tl::unexpected(answer.error());
  return understand(*answer);
}

tl::expected<ControlAnswer, std::string> ask_daemon(std::string_view method, std::string_view target,
                                                    std::string_view body) {
  const auto folder = runtime_folder();
  if (!folder) return tl::unexpected(folder.error());
  const std::filesystem::path written = place_of_the_one();
  return ask_daemon(written.empty() ? *folder / "control.sock" : written, method, target, body);
}

}  // namespace deskready
