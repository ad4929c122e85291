// The responder as people run it, in a process of its own.
#pragma once

#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

class ResponderProcess {
 public:
  /// On a port of loopback; `options` besides.
  ResponderProcess(const char* program, std::vector<std::string> options) {
    options.insert(options.begin(), {program, "--listen", "127.0.0.1:0"});
    std::vector<char*> words;
    for (std::string& option : options) words.push_back(option.data());
    words.push_back(nullptr);
    int out[2];
    if (pipe(out) != 0) std::exit(1);
    pid_ = fork();
    if (pid_ == 0) {
      dup2(out[1], STDOUT_FILENO);
      execv(program, words.data());
      _exit(127);
    }
    close(out[1]);
    char text[200] = {};
    if (read(out[0], text, sizeof text - 1) <= 0) std::exit(1);
    close(out[0]);
    const std::string said = text;
    url_ = said.substr(said.rfind(' ') + 1);
    url_.pop_back();
  }
  ResponderProcess(const ResponderProcess&) = delete;
  ResponderProcess& operator=(const ResponderProcess&) = delete;

  const std::string& url() const { return url_; }
  std::uint16_t port() const {
    return static_cast<std::uint16_t>(std::stoi(url_.substr(url_.rfind(':') + 1)));
  }

  /// Seconds of processor that it has used.
  double processor() const {
    clockid_t clock{};
    timespec used{};
    if (clock_getcpuclockid(pid_, &clock) != 0 || clock_gettime(clock, &used) != 0) return 0;
    return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) / 1e9;
  }

  /// MB (2^20 bytes) of memory that it holds (VmRSS).
  double memory() const {
    std::ifstream status("/proc/" + std::to_string(pid_) + "/status");
    for (std::string line; std::getline(status, line);) {
      if (line.starts_with("VmRSS:")) return std::stod(line.substr(6)) / 1024;
    }
    return 0;
  }

  /// Ends it.
  void end() const {
    kill(pid_, SIGINT);
    waitpid(pid_, nullptr, 0);
  }

 private:
  pid_t pid_ = -1;
  std::string url_;
};
