// One check after the other as a child process, from its order to its report.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/readable_pipe.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "agent/daemon/standing/check_order.h"
#include "agent/daemon/standing/report_summary.h"
#include "config/base/process.h"
#include "config/settings/settings.h"
#include "reports/words/service/daemon_words.h"

namespace deskready {

/// The command line of one job's unattended check. A job without a spec is voice-baseline.
std::vector<std::string> check_command_line(const std::filesystem::path& program, const Job& job,
                                            const CheckOrder& order, ScheduledSound sound,
                                            const std::filesystem::path& report);

/// What a check's process left: its report.
struct LeftReport {
  ReportSummary summary;
  std::string document;
};

/// Reads the file, wherever it waits for the disk, and removes it. The error is a sentence.
tl::expected<LeftReport, std::string> take_left_report(const std::filesystem::path& file);

/// Runs at most one check. All calls and callbacks on the io_context's one thread.
class Checker {
 public:
  struct Callbacks {
    std::function<void(CheckEnd)> ended;
    std::function<void(const std::string&)> progress;  ///< a line of the child's
    /// Has take_left_report(file) called where no loop waits, and `then` called with its result on the loop.
    std::function<void(const std::filesystem::path& file,
                       std::function<void(tl::expected<LeftReport, std::string>)> then)>
        take;
  };

  /// `hand_over` is where the child leaves its report.
  Checker(boost::asio::io_context& loop, std::filesystem::path hand_over, Callbacks callbacks);

  /// Begins a check; calls `ended` later, on the loop, also when it could not be started.
  void start(CheckOrder order, const std::vector<std::string>& command_line);
  bool running() const { return order_.has_value(); }
  const std::optional<CheckOrder>& order() const { return order_; }
  const std::string& progress() const { return progress_; }

  /// To be called after each SIGCHLD.
  void look_at_child();
  /// SIGTERM, a second later SIGKILL. Nothing when no check runs.
  void end_early(Trouble why);

 private:
  /// What a child writes; one for each check, so that what is late concerns nobody else.
  struct Progress {
    explicit Progress(boost::asio::io_context& loop) : pipe(loop) {}
    boost::asio::readable_pipe pipe;
    std::string buffer;
  };
  void read_progress(const std::shared_ptr<Progress>& from);
  void await_deadline(std::chrono::seconds length, std::function<void()> then);
  void finish(CheckTrouble how);
  void report_taken(CheckTrouble how, tl::expected<LeftReport, std::string> left);

  boost::asio::io_context& loop_;
  const std::filesystem::path hand_over_;
  const Callbacks callbacks_;
  boost::asio::steady_timer deadline_;
  std::shared_ptr<Progress> child_tells_;  ///< of the check that runs; null when none does
  std::string progress_;
  std::optional<CheckOrder> order_;
  std::optional<Process> child_;
  std::optional<Trouble> ended_early_;
};

}  // namespace deskready
