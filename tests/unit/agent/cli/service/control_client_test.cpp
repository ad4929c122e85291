#include "agent/cli/service/control_client.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <thread>
#include <vector>

namespace deskready {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

/// A service that listens with the shortest queue, and whose queue is full.
class FullQueue : public testing::Test {
 protected:
  FullQueue() {
    std::string name = (fs::temp_directory_path() / "deskready-control-XXXXXX").string();
    folder_ = mkdtemp(name.data());
    path_ = folder_ / "control.sock";
    address_.sun_family = AF_UNIX;
    std::memcpy(address_.sun_path, path_.c_str(), path_.native().size() + 1);
    bind(listener_, reinterpret_cast<const sockaddr*>(&address_), sizeof address_);
    listen(listener_, 0);
    while (fill()) {
    }
  }
  ~FullQueue() override {
    for (const int fd : waiting_) close(fd);
    close(listener_);
    fs::remove_all(folder_);
  }

  bool fill() {
    waiting_.push_back(socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    return connect(waiting_.back(), reinterpret_cast<const sockaddr*>(&address_), sizeof address_) == 0;
  }

  int listener_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address_{};
  fs::path folder_, path_;
  std::vector<int> waiting_;
};

TEST_F(FullQueue, IsWaitedForAsLongAsPatienceLasts) {
  const auto begun = std::chrono::steady_clock::now();
  const auto answer = ask_daemon(path_, "GET", "/status", {}, 50ms);
  ASSERT_FALSE(answer);
  EXPECT_NE(answer.error().find("did not answer in time"), std::string::npos) << answer.error();
  EXPECT_GE(std::chrono::steady_clock::now() - begun, 50ms);
}

TEST_F(FullQueue, DoesNotKeepAClientOutOnceItMoves) {
  std::jthread service([this] {
    for (std::size_t i = 0; i < waiting_.size(); ++i) {  // one more than connected: the client itself
      const int peer = accept(listener_, nullptr, nullptr);
      constexpr std::string_view reply =
          "HTTP/1.1 200 OK\r\nContent-Length: 13\r\nConnection: close\r\n\r\n{\"state\":\"x\"}";
      send(peer, reply.data(), reply.size(), MSG_NOSIGNAL);
      shutdown(peer, SHUT_WR);
      char request[512];
      while (recv(peer, request, sizeof request, 0) > 0) {
      }
      close(peer);
    }
  });
  for (const int fd : waiting_) shutdown(fd, SHUT_RDWR);
  const auto answer = ask_daemon(path_, "GET", "/status", {}, 10s);
  ASSERT_TRUE(answer) << answer.error();
  EXPECT_EQ(answer->body["state"], "x");
}

}  // namespace
}  // namespace deskready
