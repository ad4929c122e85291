// Tells a changed verdict: desktop notification, the owner's program, webhook; each in a child process.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "agent/child_process.h"
#include "agent/daemon_standing.h"
#include "config/settings.h"

namespace deskready {

/// What is told, as the program gets it on its standard input and the webhook as its body:
/// {"schema": "deskready.notice/1", "job", "verdict", "before", "since", "title", "text", "report"}.
nlohmann::json notice_of(const JobStanding& job);

/// Starts and reaps the children that tell. For one thread.
class Teller {
 public:
  /// `program` is `deskready`.
  explicit Teller(std::filesystem::path program) : program_(std::move(program)) {}

  /// Returns what could not be started, for the log.
  std::vector<std::string> tell(const JobStanding& job, const NotifySettings& settings);
  /// To be called after each SIGCHLD; returns what failed, for the log.
  std::vector<std::string> look_at_children();

 private:
  struct Running {
    std::string what;
    ChildProcess child;
  };
  void start(std::string what, std::vector<std::string> command_line, const std::string& input,
             std::vector<std::string>& troubles);

  const std::filesystem::path program_;
  std::vector<Running> running_;
};

}  // namespace deskready
