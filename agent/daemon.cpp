#include "agent/daemon.h"

#include <sys/stat.h>
#include <systemd/sd-daemon.h>
#include <systemd/sd-id128.h>

#include <boost/asio.hpp>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <deque>
#include <fstream>
#include <sstream>

#include "agent/child_check.h"
#include "agent/control_server.h"
#include "agent/daemon_standing.h"
#include "agent/schedule.h"
#include "config/paths.h"
#include "config/spec.h"

namespace deskready {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using Error = boost::system::error_code;
using namespace std::chrono_literals;

constexpr int unable = 3;
/// From SIGTERM to SIGKILL for a check, so that the daemon itself is gone within 2 s.
constexpr auto grace = 1s;
/// No check takes this long, not even one that waits for another.
constexpr auto longest_check = 15min;
/// The end of a sleep is seen this late at most.
constexpr auto longest_look_away = 30s;
constexpr std::uintmax_t largest_report = 16 * 1024 * 1024;

Moment moment_now() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  return {std::chrono::floor<WallTime::duration>(std::chrono::system_clock::now()),
          std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec)};
}

std::string rfc3339(WallTime time) {
  const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  char text[32];
  return std::string(text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc));
}

WallTime from_rfc3339(const std::string& text) {
  std::tm utc{};
  if (strptime(text.c_str(), "%Y-%m-%dT%H:%M:%S", &utc) == nullptr) return {};
  return WallTime(std::chrono::seconds(timegm(&utc)));
}

/// Fixed for this machine and of no meaning elsewhere, so that a thousand workstations do not all measure at
/// noon.
std::chrono::nanoseconds machine_phase() {
  const sd_id128_t application =
      SD_ID128_MAKE(6f, 1b, 0d, 52, 9c, 3e, 4a, 77, 8d, 20, 5e, 91, c4, 7a, 13, e8);
  sd_id128_t id{};
  if (sd_id128_get_machine_app_specific(application, &id) < 0) return {};
  return std::chrono::nanoseconds(static_cast<std::int64_t>(id.qwords[0] >> 2));
}

std::string all_of(const std::vector<SpecError>& errors) {
  std::string text;
  for (const SpecError& error : errors) text += (text.empty() ? "" : "; ") + to_string(error);
  return text;
}

/// A job's far end counts only where its spec names none. A spec with faults is the check's to complain
/// about.
Job as_asked(Job job) {
  const auto spec = load_spec(job.spec.empty() ? "voice-baseline" : job.spec);
  if (spec && !spec->far_end_url.empty()) job.far_end.clear();
  return job;
}

tl::expected<ReportSummary, std::string> read_report(const fs::path& file) {
  std::error_code error;
  if (!fs::exists(file, error)) return tl::unexpected(std::string("it left no report"));
  if (fs::file_size(file, error) > largest_report || error) {
    return tl::unexpected(std::string("its report is too large"));
  }
  std::ifstream stream(file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream) return tl::unexpected(std::string("its report cannot be read"));
  return summarise_report(text.str());
}

std::string how_it_ended(const ChildEnd& end) {
  return end.signalled ? fmt::format("it was ended by signal {} ({})", end.code, strsignal(end.code))
                       : fmt::format("it ended with code {}", end.code);
}

class Daemon : public ControlActions {
 public:
  Daemon(const DaemonOptions& options, Settings settings, std::shared_ptr<spdlog::logger> log)
      : options_(options),
        settings_(std::move(settings)),
        log_(std::move(log)),
        reports_(options.state / "reports"),
        signals_(loop_, SIGTERM, SIGINT, SIGHUP),
        children_(loop_, SIGCHLD),
        wake_(loop_),
        deadline_(loop_),
        watchdog_(loop_) {}

  int run();

  nlohmann::json status() const override;
  ControlReply trigger() override;
  ControlReply pause() override;
  ControlReply resume() override;

 private:
  bool prepare_folders();
  void remember();
  void plan(WallTime last_check);

  void await_signal();
  void await_child();
  void await_slot();
  void feed_watchdog(std::chrono::microseconds every);
  void tell_systemd() const;

  void begin_round(std::string_view why);
  void next_check();
  void collect(const ChildEnd& end);
  void end_round();
  void end_check_early(std::string why);
  void reload();
  void stop();

  const DaemonOptions options_;
  Settings settings_;
  const std::shared_ptr<spdlog::logger> log_;
  const fs::path reports_;
  asio::io_context loop_{1};
  asio::signal_set signals_;
  asio::signal_set children_;
  asio::steady_timer wake_;
  asio::steady_timer deadline_;
  asio::steady_timer watchdog_;
  std::optional<ControlServer> control_;
  std::optional<Schedule> schedule_;
  std::optional<ChildCheck> check_;
  std::string ended_early_;  ///< why the running check was told to end
  std::deque<Job> jobs_;     ///< of this round, the running one first
  Round round_;
  Standing standing_;
  std::string trouble_;  ///< why the last round was not whole
  bool paused_ = false;
  bool stopping_ = false;
};

int Daemon::run() {
  if (!prepare_folders()) return unable;
  auto control = ControlServer::listen(loop_, options_.runtime, *this);
  if (!control) {
    log_->error("{}", control.error());
    return unable;
  }
  control_.emplace(std::move(*control));
  remember();
  plan(from_rfc3339(standing_.last_finished));
  await_signal();
  await_child();
  await_slot();
  std::uint64_t watchdog = 0;
  if (sd_watchdog_enabled(0, &watchdog) > 0) feed_watchdog(std::chrono::microseconds(watchdog / 2));
  sd_notify(0, "READY=1");
  tell_systemd();
  log_->info("started; a check every {}, the next at {}",
             format_quantity(settings_.every_seconds, Unit::second, 6), rfc3339(schedule_->next()));
  loop_.run();
  log_->info("stopped");
  return 0;
}

bool Daemon::prepare_folders() {
  std::error_code error;
  fs::create_directories(reports_, error);
  if (error) {
    log_->error("cannot create {}: {}", reports_.string(), error.message());
    return false;
  }
  // A report tells about a person; nobody else on this computer needs to see it.
  if (chmod(options_.state.c_str(), 0700) != 0 || chmod(reports_.c_str(), 0700) != 0) {
    log_->warn("cannot make {} private: {}", options_.state.string(), std::strerror(errno));
  }
  return true;
}

void Daemon::remember() {
  if (auto standing = load_standing(options_.state / "standing.json")) {
    standing_ = std::move(*standing);
  } else {
    log_->warn("{}", standing.error());
  }
  std::error_code error;
  paused_ = fs::exists(options_.state / "paused", error);
}

void Daemon::plan(WallTime last_check) {
  const auto every = std::chrono::duration_cast<std::chrono::nanoseconds>(
      std::chrono::duration<double>(std::min(settings_.every_seconds, 366.0 * 86400)));
  schedule_.emplace(every, machine_phase(), moment_now(), last_check);
}

void Daemon::await_signal() {
  signals_.async_wait([this](Error error, int signal) {
    if (error) return;
    if (signal == SIGHUP) {
      reload();
      return await_signal();
    }
    log_->info("stopping ({})", strsignal(signal));
    stop();
  });
}

void Daemon::await_child() {
  children_.async_wait([this](Error error, int) {
    if (error) return;
    await_child();
    if (!check_) return;
    if (const auto end = check_->ended()) {
      check_.reset();
      deadline_.cancel();
      collect(*end);
    }
  });
}

void Daemon::await_slot() {
  const auto left = schedule_->next() - moment_now().wall;
  wake_.expires_after(std::clamp<std::chrono::microseconds>(left, 100ms, longest_look_away));
  wake_.async_wait([this](Error error) {
    if (error || stopping_) return;
    if (schedule_->due(moment_now()) && !paused_) {
      if (jobs_.empty()) {
        begin_round("by the schedule");
      } else {
        log_->info("a check is due, but one is running");
      }
    }
    await_slot();
  });
}

void Daemon::feed_watchdog(std::chrono::microseconds every) {
  sd_notify(0, "WATCHDOG=1");
  watchdog_.expires_after(every);
  watchdog_.async_wait([this, every](Error error) {
    if (!error) feed_watchdog(every);
  });
}

void Daemon::tell_systemd() const {
  const std::string doing = !jobs_.empty() ? "checking"
                            : paused_      ? "paused"
                                           : "idle until " + rfc3339(schedule_->next());
  sd_notify(0, fmt::format("STATUS={}; last verdict: {}", doing,
                           standing_.verdict.empty() ? "none" : standing_.verdict)
                   .c_str());
}

void Daemon::begin_round(std::string_view why) {
  jobs_.assign(settings_.jobs.begin(), settings_.jobs.end());
  if (jobs_.empty()) jobs_.emplace_back();
  round_ = Round();
  trouble_.clear();
  log_->info("checking {}: {} job{}", why, jobs_.size(), jobs_.size() == 1 ? "" : "s");
  next_check();
  tell_systemd();
}

void Daemon::next_check() {
  while (!jobs_.empty()) {
    const fs::path report = reports_ / ".running.json";
    std::error_code ignored;
    fs::remove(report, ignored);
    auto started = ChildCheck::start(check_command_line(options_.check_program, as_asked(jobs_.front()),
                                                        settings_.scheduled_sound, report));
    if (started) {
      check_.emplace(std::move(*started));
      ended_early_.clear();
      deadline_.expires_after(longest_check);
      deadline_.async_wait([this](Error error) {
        if (!error) end_check_early("it took more than 15 minutes and was stopped");
      });
      return;
    }
    trouble_ = started.error();
    log_->error("{}", trouble_);
    round_.add_failure(trouble_, rfc3339(moment_now().wall));
    jobs_.pop_front();
  }
  end_round();
}

void Daemon::collect(const ChildEnd& end) {
  const fs::path running = reports_ / ".running.json";
  const auto report = read_report(running);
  std::error_code error;
  if (report) {
    const fs::path kept = reports_ / report_file_name(*report);
    fs::rename(running, kept, error);
    if (error) log_->error("cannot keep the report as {}: {}", kept.string(), error.message());
    log_->info("{}{}: {} ({})", report->interrupted ? "interrupted, " : "", report->spec, report->verdict,
               kept.filename().string());
    round_.add(*report);
  } else if (ended_early_.empty()) {
    trouble_ = fmt::format("The last check failed: {}, and {}.", how_it_ended(end), report.error());
    log_->error("{}", trouble_);
    round_.add_failure(trouble_, rfc3339(moment_now().wall));
  }
  if (!report) fs::remove(running, error);
  if (!ended_early_.empty())
    trouble_ = fmt::format("The last check did not end by itself: {}.", ended_early_);
  if (!jobs_.empty()) jobs_.pop_front();
  next_check();
}

void Daemon::end_round() {
  standing_ = round_.after(standing_);
  if (const auto saved = save_standing(options_.state / "standing.json", standing_); !saved) {
    log_->error("{}", saved.error());
  }
  if (stopping_) return loop_.stop();
  tell_systemd();
}

/// Ends the running check and drops the rest of its round.
void Daemon::end_check_early(std::string why) {
  if (!check_) return;
  ended_early_ = std::move(why);
  jobs_.resize(1);
  check_->send(SIGTERM);
  deadline_.expires_after(grace);
  deadline_.async_wait([this](Error error) {
    if (!error && check_) check_->send(SIGKILL);
  });
}

void Daemon::reload() {
  sd_notify(0, "RELOADING=1");
  if (auto settings = load_settings(options_.config)) {
    settings_ = std::move(*settings);
    plan(from_rfc3339(standing_.last_finished));
    await_slot();
    log_->info("settings read anew; the next check is at {}", rfc3339(schedule_->next()));
  } else {
    log_->error("the settings have faults, so the old ones stay: {}", all_of(settings.error()));
  }
  sd_notify(0, "READY=1");
  tell_systemd();
}

void Daemon::stop() {
  stopping_ = true;
  sd_notify(0, "STOPPING=1");
  control_.reset();
  wake_.cancel();
  if (!check_) return loop_.stop();
  end_check_early("the service was stopped");
}

nlohmann::json Daemon::status() const {
  nlohmann::json told = standing_.to_json();
  told["state"] = !jobs_.empty() ? "checking" : paused_ ? "paused" : "idle";
  told["next_run"] = paused_ ? nlohmann::json() : nlohmann::json(rfc3339(schedule_->next()));
  told["trouble"] = trouble_.empty() ? nlohmann::json() : nlohmann::json(trouble_);
  told["version"] = DESKREADY_VERSION;
  return told;
}

ControlReply Daemon::trigger() {
  if (paused_) return control_error(409, "checks are paused; `deskready resume` first");
  const bool already = !jobs_.empty();
  if (!already) {
    schedule_->began(moment_now());
    begin_round("on request");
    await_slot();
  }
  return {202, {{"state", "checking"}, {"already", already}}, {}};
}

ControlReply Daemon::pause() {
  if (const auto written = write_file_atomically(options_.state / "paused", ""); !written) {
    return control_error(500, written.error());
  }
  paused_ = true;
  end_check_early("you paused the checks");
  log_->info("paused");
  tell_systemd();
  return {200, {{"state", "paused"}}, {}};
}

ControlReply Daemon::resume() {
  std::error_code error;
  fs::remove(options_.state / "paused", error);
  if (error) return control_error(500, fmt::format("the pause cannot be lifted: {}", error.message()));
  paused_ = false;
  log_->info("resumed");
  tell_systemd();
  return {200, {{"state", "idle"}}, {}};
}

}  // namespace

int run_daemon(const DaemonOptions& options, std::shared_ptr<spdlog::logger> log) {
  auto settings = load_settings(options.config);
  if (!settings) {
    log->error("the settings have faults: {}", all_of(settings.error()));
    return unable;
  }
  return Daemon(options, std::move(*settings), log).run();
}

}  // namespace deskready
