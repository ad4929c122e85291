// An HTTP server for tests that answers what it is told to.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "tests/unit/probes/network/own_port.h"

namespace deskready::network {

/// Takes connections and gives each one answer, whatever was asked. An empty answer keeps silent.
class OddServer {
 public:
  explicit OddServer(std::string answer, std::function<void()> on_request = {})
      : answer_(std::move(answer)), on_request_(std::move(on_request)), fd_(socket(AF_INET, SOCK_STREAM, 0)) {
    port_ = ntohs(bound_to_own_port(fd_).sin_port);
    EXPECT_EQ(listen(fd_, 10), 0);
    thread_ = std::jthread([this] { serve(); });
  }
  ~OddServer() {
    shutdown(fd_, SHUT_RDWR);  // ends accept()
    thread_.join();
    close(fd_);
  }
  OddServer(const OddServer&) = delete;
  OddServer& operator=(const OddServer&) = delete;
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  std::uint16_t port() const { return port_; }
  int greetings() const { return greetings_; }  ///< POSTs
  /// From here on an answer is followed by nothing, not even its end.
  void keep_open() { keeps_open_ = true; }
  /// Between two requests.
  void answer_next(std::string answer) {
    const std::lock_guard lock(mutex_);
    answer_ = std::move(answer);
  }

 private:
  void serve() {
    for (int client = -1; (client = accept(fd_, nullptr, nullptr)) >= 0; close(client)) {
      char request[4096];
      if (recv(client, request, sizeof request, 0) <= 0) continue;
      if (request[0] == 'P') ++greetings_;
      if (on_request_) on_request_();
      if (const std::string answer = this->answer(); !answer.empty()) {
        send(client, answer.data(), answer.size(), MSG_NOSIGNAL);
        if (!keeps_open_) shutdown(client, SHUT_WR);
      }
      while (recv(client, request, sizeof request, 0) > 0) {
      }
    }
  }

  std::string answer() {
    const std::lock_guard lock(mutex_);
    return answer_;
  }

  std::mutex mutex_;
  std::string answer_;  ///< under mutex_
  std::function<void()> on_request_;
  int fd_;
  std::uint16_t port_ = 0;
  std::atomic<int> greetings_{0};
  std::atomic<bool> keeps_open_{false};
  std::jthread thread_;
};

inline std::string ok(const std::string& body) {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace deskready::network
