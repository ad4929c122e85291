// Tells a changed verdict: desktop notification, the owner's program, webhook; each in a child process.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "agent/daemon/standing/job_standing.h"
#include "config/base/process.h"
#include "config/settings/settings.h"

namespace deskready {

/// What is told, as the program gets it on its standard input and the webhook as its body:
/// {"schema": "deskready.notice/1", "job", "verdict", "before", "since", "title", "text", "report"}.
nlohmann::json notice_of(const JobStanding& job);

/// Starts, reaps and, after `longest`, kills the children that tell. For the loop's thread.
class Teller {
 public:
  /// The webhook's tries and waits together take less.
  static constexpr auto longest_telling = std::chrono::minutes(2);

  /// `program` is `deskready`.
  Teller(boost::asio::io_context& loop, std::filesystem::path program,
         std::chrono::milliseconds longest = longest_telling)
      : program_(std::move(program)), longest_(longest), deadline_(loop) {}

  /// Returns what could not be started, for the log.
  std::vector<std::string> tell(const JobStanding& job, const NotifySettings& settings);
  /// To be called after each SIGCHLD; returns what failed, for the log.
  std::vector<std::string> look_at_children();
  /// Whether one of them still does.
  bool tells() const { return !running_.empty(); }

 private:
  struct Running {
    std::string what;
    Process child;
    std::chrono::steady_clock::time_point until;
    bool stopped = false;
  };
  void start(std::string what, std::vector<std::string> command_line, const std::string& input,
             std::vector<std::string>& troubles);
  void await_deadline();

  const std::filesystem::path program_;
  const std::chrono::milliseconds longest_;
  boost::asio::steady_timer deadline_;  ///< of the oldest that was not stopped yet
  std::vector<Running> running_;
};

}  // namespace deskready
