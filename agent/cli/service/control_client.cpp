#include "agent/cli/service/control_client.h"

#include <curl/curl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <memory>

#include "config/base/folders.h"

namespace deskready {
namespace {

constexpr std::size_t largest_answer = 256 * 1024;
/// What sockaddr_un holds on Linux, with the NUL at its end.
constexpr std::size_t longest_path = 108;

/// One request and what came of it.
struct Talk {
  std::chrono::milliseconds patience{};
  int connect_error = 0;  ///< errno
  std::string answer = {};
  bool too_long = false;
};

/// Connects by itself and waits for a place in the service's queue: connect() of a Unix socket that does not
/// block fails at once where the queue is full, which libcurl takes for a connection under way.
curl_socket_t open_connected(void* talk, curlsocktype, curl_sockaddr* to) {
  auto& [patience, error, answer, too_long] = *static_cast<Talk*>(talk);
  const int fd = socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
  if (fd < 0) {
    error = errno;
    return CURL_SOCKET_BAD;
  }
  const timeval wait{patience.count() / 1000, patience.count() % 1000 * 1000};
  if (setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait) == 0 &&
      connect(fd, &to->addr, to->addrlen) == 0)
    return fd;
  error = errno;
  close(fd);
  return CURL_SOCKET_BAD;
}

int is_connected(void*, curl_socket_t, curlsocktype) {
  return CURL_SOCKOPT_ALREADY_CONNECTED;
}

std::size_t take(const char* bytes, std::size_t, std::size_t size, void* talk) {
  auto& [patience, error, answer, too_long] = *static_cast<Talk*>(talk);
  too_long = answer.size() + size > largest_answer;
  if (too_long) return 0;
  answer.append(bytes, size);
  return size;
}

tl::unexpected<std::string> no_answer() {
  return tl::unexpected(
      std::string("the background service did not answer in time; see its log, or restart it"));
}

tl::unexpected<std::string> no_sense() {
  return tl::unexpected(
      std::string("the background service gave an answer that makes no sense; are both of one version?"));
}

/// Why `result`, which is not CURLE_OK, is one.
tl::unexpected<std::string> failure(CURLcode result, const Talk& talk, const std::filesystem::path& socket) {
  if (talk.too_long) return tl::unexpected(std::string("the background service's answer is too long"));
  if (result == CURLE_OPERATION_TIMEDOUT || talk.connect_error == EAGAIN) return no_answer();
  if (talk.connect_error != 0) {
    return tl::unexpected(fmt::format(
        "no background service answers at {}; start it with: systemctl --user start deskready, or "
        "run deskreadyd",
        socket.string()));
  }
  if (result == CURLE_UNSUPPORTED_PROTOCOL || result == CURLE_WEIRD_SERVER_REPLY) return no_sense();
  return tl::unexpected(
      fmt::format("the talk with the background service broke off: {}", curl_easy_strerror(result)));
}

}  // namespace

tl::expected<ControlAnswer, std::string> ask_daemon(const std::filesystem::path& socket,
                                                    std::string_view method, std::string_view target,
                                                    std::string_view body,
                                                    std::chrono::milliseconds patience) {
  if (socket.native().size() >= longest_path) {
    return tl::unexpected(fmt::format(
        "{} is too long for a socket's name; set XDG_RUNTIME_DIR to a shorter folder", socket.string()));
  }
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), curl_easy_cleanup);
  Talk talk;
  talk.patience = patience;
  const auto set = [&](CURLoption option, auto value) { curl_easy_setopt(curl.get(), option, value); };
  const std::string url = "http://deskready" + std::string(target), verb(method), sent(body);
  set(CURLOPT_URL, url.c_str());
  set(CURLOPT_UNIX_SOCKET_PATH, socket.c_str());
  set(CURLOPT_CUSTOMREQUEST, verb.c_str());
  if (!sent.empty()) {
    set(CURLOPT_POSTFIELDS, sent.c_str());
    set(CURLOPT_POSTFIELDSIZE, static_cast<long>(sent.size()));
  }
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(patience.count()));
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_OPENSOCKETFUNCTION, open_connected);
  set(CURLOPT_OPENSOCKETDATA, &talk);
  set(CURLOPT_SOCKOPTFUNCTION, is_connected);
  set(CURLOPT_WRITEFUNCTION, take);
  set(CURLOPT_WRITEDATA, &talk);
  if (const CURLcode result = curl_easy_perform(curl.get()); result != CURLE_OK)
    return failure(result, talk, socket);
  ControlAnswer answer;
  answer.body = nlohmann::json::parse(talk.answer, nullptr, false);
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  answer.status = static_cast<unsigned>(status);
  if (!answer.body.is_object()) return no_sense();
  return answer;
}

tl::expected<ControlAnswer, std::string> ask_daemon(std::string_view method, std::string_view target,
                                                    std::string_view body) {
  const auto folder = runtime_folder();
  if (!folder) return tl::unexpected(folder.error());
  return ask_daemon(*folder / "control.sock", method, target, body);
}

}  // namespace deskready
