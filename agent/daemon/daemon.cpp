#include "agent/daemon/daemon.h"

#include <boost/asio.hpp>
#include <csignal>
#include <cstring>

#include "agent/daemon/actions.h"
#include "agent/daemon/check_queue.h"
#include "agent/daemon/checker.h"
#include "agent/daemon/control/control_server.h"
#include "agent/daemon/daemon_state.h"
#include "agent/daemon/heavy_guard.h"
#include "agent/daemon/job_settings.h"
#include "agent/daemon/keeping/report_keeper.h"
#include "agent/daemon/log.h"
#include "agent/daemon/moment_now.h"
#include "agent/daemon/readiness/readiness_teller.h"
#include "agent/daemon/standing/memory_json.h"
#include "agent/daemon/teller.h"
#include "agent/machine/idle_memory.h"
#include "agent/machine/machine_id.h"
#include "agent/machine/own_file.h"
#include "agent/machine/own_program.h"
#include "agent/machine/service_manager.h"
#include "agent/machine/wall_timer.h"
#include "config/base/files.h"
#include "config/base/folders.h"
#include "config/base/json/bounded_json.h"
#include "config/base/json/json_read.h"
#include "reports/words/service/daemon_words.h"

namespace deskready {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using Error = boost::system::error_code;
using nlohmann::json;

constexpr int unable = 3;
constexpr std::string_view hand_over_begin = "running-";
constexpr std::size_t largest_memory = 4 << 20;

/// Fixed for this machine and of no meaning elsewhere, so that a thousand workstations do not all measure at
/// noon.
std::chrono::nanoseconds machine_phase() {
  return std::chrono::nanoseconds(static_cast<std::int64_t>(machine_number().value_or(0) >> 2));
}

/// Timers, signals and children; what is decided stands in CheckQueue and DaemonMemory.
class Daemon {
 public:
  Daemon(const DaemonOptions& options, JobSettings settings, std::shared_ptr<spdlog::logger> log)
      : options_(options),
        settings_(std::move(settings.settings)),
        specs_(std::move(settings.specs)),
        log_(std::move(log)),
        signals_(loop_, SIGTERM, SIGINT, SIGHUP),
        children_(loop_, SIGCHLD),
        manager_(loop_),
        timer_(loop_, [this] { look(); }),
        checker_(loop_, hand_over(),
                 {[this](CheckEnd end) { check_ended(std::move(end)); },
                  [this](const std::string& line) { progressed(line); },
                  [this](const fs::path& file, auto then) {
                    keeper_.disk().run([file] { return take_left_report(file); }, std::move(then));
                  }}),
        teller_(loop_, options.check_program),
        keeper_(options.state, options.runtime, log_,
                [this](std::function<void()> then) { asio::post(loop_, std::move(then)); }),
        readiness_(loop_, keeper_, options.runtime / "ready.json", log_),
        actions_(
            {.queue = [this]() -> CheckQueue& { return *queue_; },
             .state = [this] { return state(); },
             .changed =
                 [this] {
                   look();
                   show_state();
                 },
             .pause = [this](WallTime until, std::function<void()> kept) { pause(until, std::move(kept)); },
             .end_pause = [this](std::function<void()> kept) { end_pause(std::move(kept)); },
             .read_settings = [this](Read read) { read_settings_anew(std::move(read)); }},
            keeper_, log_) {}

  DaemonEnd run();

 private:
  /// Of this process alone: a check that outlived a killed daemon writes to that one's.
  fs::path hand_over() const {
    return options_.runtime / fmt::format("{}{}.json", hand_over_begin, own_process());
  }
  fs::path memory_file() const { return options_.state / "standing.json"; }
  void remember();
  void look_up_ends();
  void plan();
  void save(std::function<void()> kept = [] {});

  void await_signal();
  void await_child();
  void show_state();
  void tell_readiness();

  void look();
  void start_next();
  void note_accounts();
  void circumstances_changed();
  void progressed(const std::string& line);
  void check_ended(CheckEnd end);
  void check_kept(const CheckEnd& end);
  void check_over(const CheckEnd& end);
  void judge(const CheckEnd& end);
  using Read = std::function<void(const std::string& why)>;
  void read_settings_anew(Read read);
  std::string take_settings(tl::expected<JobSettings, std::string> read);
  void pause(WallTime until, std::function<void()> kept);
  void end_pause(std::function<void()> kept);
  void stop();
  bool follows_its_file();
  void end();

  std::optional<Hold> why_not_heavy(WallTime now) const;
  std::string trouble() const;
  bool paused() const { return memory_.paused_until.has_value(); }
  /// Such as a person asked for, or a second look; a pause puts them off, and a restart knows of them.
  bool owes_checks() const { return !paused() && !queue_->promised().orders.empty(); }
  DaemonState state() const;

  const DaemonOptions options_;
  Settings settings_;
  JobSpecs specs_;  ///< when the settings were read
  const std::shared_ptr<spdlog::logger> log_;
  asio::io_context loop_{1};
  asio::signal_set signals_;
  asio::signal_set children_;
  ServiceManager manager_;
  WallTimer timer_;
  Checker checker_;
  Teller teller_;
  ReportKeeper keeper_;
  ReadinessTeller readiness_;
  Actions actions_;
  std::optional<ControlServer> control_;
  std::optional<CheckQueue> queue_;
  DaemonMemory memory_;
  DaemonMemory kept_;                    ///< as the file has it, and as it is told
  std::optional<CheckTrouble> trouble_;  ///< why the last check was not whole
  bool stopping_ = false;
  bool become_new_ = false;
  OwnFile own_file_{running_file()};
  mutable std::optional<HeavyGuard> guard_;  ///< last: it calls back into the rest
};

DaemonEnd Daemon::run() {
  if (!keeper_.prepare(moment_now().wall)) return {unable};
  if (const auto opened = timer_.open(); !opened) {
    log_->error("{}", opened.error());
    return {unable};
  }
  auto control = ControlServer::listen(loop_, options_.runtime, options_.person_lock, actions_);
  if (!control) {
    log_->error("{}", control.error());
    return {unable};
  }
  control_.emplace(std::move(*control));
  remember();
  guard_.emplace(loop_, [this] { circumstances_changed(); });
  plan();
  kept_ = memory_;
  look_up_ends();
  await_signal();
  await_child();
  look();
  manager_.started();
  manager_.say(status_line(state()));
  log_->info("started; {} job{}, the next check at {}", memory_.jobs.size(),
             memory_.jobs.size() == 1 ? "" : "s", format_time(queue_->next_planned()));
  if (!specs_.faults.empty()) log_->error("{}", job_trouble(specs_.faults));
  give_back_memory();
  loop_.run();
  log_->info("stopped");
  return {0, become_new_};
}

void Daemon::remember() {
  std::error_code ignored;
  for (const fs::path& file : files_beginning(options_.runtime, hand_over_begin)) fs::remove(file, ignored);
  const fs::path file = memory_file();
  if (!fs::exists(file, ignored)) return;
  const auto text = read_regular_file(file, largest_memory);
  std::string fault;
  auto memory = text ? read_memory(*text, &fault) : tl::unexpected(text.error());
  if (!memory) return log_->warn("{} is not used: {}", file.string(), memory.error());
  if (!fault.empty()) log_->warn("{}: {}", file.string(), fault);
  memory_ = std::move(*memory);
  memory_.forget_unfinished(settings_.notify.after);
}

/// Earlier versions did not remember how long a verdict holds; its report says so.
void Daemon::look_up_ends() {
  for (const JobStanding& known : memory_.jobs) {
    if (!known.until.empty() || known.last_report.empty() || known.verdict == "incomplete") continue;
    keeper_.find(known.last_report, [this, id = known.last_report](const auto& document) {
      const std::string until = document ? text_of(*document, "valid_until") : std::string();
      if (stopping_ || !parse_time(until)) return;
      for (JobStanding& job : memory_.jobs)
        if (job.last_report == id) job.until = until;
      save([this] { show_state(); });
    });
  }
}

void Daemon::plan() {
  const Moment now = moment_now();
  Timetable timetable(settings_, machine_phase());
  const auto& jobs = timetable.settings().jobs;
  memory_.arrange(jobs, settings_.notify.after, specs_.names);
  std::vector<std::string> names;
  for (const Job& job : jobs) names.push_back(job_name(job));
  const ScheduleMemory memory = memory_.for_schedule(jobs);
  PromisedChecks promised = queue_ ? queue_->promised() : PromisedChecks();
  queue_.emplace(std::move(timetable), std::move(names), memory, now,
                 HeavyParts{.why_not = [this](WallTime at) { return why_not_heavy(at); },
                            .line_known = [this](WallTime at) { return guard_->knows_the_line(at); }},
                 std::move(promised));
  if (paused()) queue_->pause(now);
}

/// Nothing is told of the memory before it outlives the program; but a disk that takes nothing any more must
/// not hold up the checks.
void Daemon::save(std::function<void()> kept) {
  memory_.take(queue_->memory(), queue_->settings().jobs);
  keeper_.write_file(memory_file(), memory_text(memory_), ReportKeeper::Readers::owner,
                     [this, memory = memory_, kept = std::move(kept)](const std::string& trouble) {
                       if (!trouble.empty()) log_->error("{}", trouble);
                       kept_ = memory;
                       kept();
                     });
}

void Daemon::await_signal() {
  signals_.async_wait([this](Error error, int signal) {
    if (error) return;
    if (signal == SIGHUP) {
      read_settings_anew([](const std::string&) {});
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
    checker_.look_at_child();
    for (const std::string& trouble : teller_.look_at_children()) log_->warn("{}", trouble);
  });
}

/// To whoever follows: systemd, listeners, the metrics file.
void Daemon::show_state() {
  manager_.say(status_line(state()));
  tell_readiness();
  if (control_ && control_->has_listeners()) control_->publish("status", actions_.status());
  if (settings_.metrics_textfile.empty()) return;
  keeper_.write_file(settings_.metrics_textfile, actions_.metrics(), ReportKeeper::Readers::everybody,
                     [this](const std::string& trouble) {
                       if (!trouble.empty()) log_->warn("the metrics are not written: {}", trouble);
                     });
}

void Daemon::tell_readiness() {
  if (stopping_) return;
  const WallTime now = moment_now().wall;
  readiness_.tell(readiness_of(kept_, now), now);
}

/// Takes up what is due, at its time, after a check, and whenever something has changed.
void Daemon::look() {
  if (stopping_ || follows_its_file()) return;
  const Moment now = moment_now();
  if (paused() && now.wall >= *memory_.paused_until) end_pause([this] { show_state(); });
  queue_->take_up(now);
  note_accounts();
  start_next();
  tell_readiness();
  WallTime when = std::min(queue_->wake(moment_now()), now.wall + own_file_.wait());
  when = std::min(when, readiness_.next());
  if (paused()) when = std::min(when, *memory_.paused_until);
  timer_.arm(when);
}

void Daemon::start_next() {
  CheckQueue::Next next = queue_->next(moment_now());
  for (const CheckOrder& order : next.held)
    log_->info("the full check of {} waits: {}", order.name, to_string(order.hold->reason));
  if (next.step == CheckQueue::Next::Step::look_at_line) return guard_->look_at_the_line([this] { look(); });
  if (next.step != CheckQueue::Next::Step::begin) return;
  const CheckOrder& order = next.order;
  log_->info("checking {} ({}{})", order.name, to_string(order.weight),
             order.retest ? ", again to be sure" : "");
  note_accounts();
  const auto line = check_command_line(options_.check_program, queue_->settings().jobs[order.job], order,
                                       settings_.scheduled_sound, hand_over());
  checker_.start(std::move(next.order), line);
  save();
  show_state();
}

void Daemon::note_accounts() {
  for (const CheckAccount& account : queue_->take_accounts()) {
    const std::string& job = queue_->name(account.planned.job);
    const std::string weight(to_string(account.planned.weight)), fate(to_string(account.fate)),
        reason(to_string(account.reason));
    if (account.fate != Fate::done) {
      log_->info("the {} check of {} planned for {}: {}, {}", weight, job, format_time(account.planned.at),
                 fate, reason);
    }
    keeper_.note({job, weight, fate, reason, account.planned.at, account.at});
  }
  keeper_.save_fates();
}

std::optional<Hold> Daemon::why_not_heavy(WallTime now) const {
  if (auto hold = guard_->why_not(settings_.on_battery, now)) return hold;
  const DataUsed so_far = keeper_.used(now);
  const bool day = so_far.day_bytes >= settings_.day_bytes;
  if (!day && so_far.month_bytes < settings_.month_bytes) return std::nullopt;
  const auto& waits = queue_->hold();
  const bool already = waits && cause_of(waits->reason) == cause_of(Reason::day_spent);
  return Hold{day ? Reason::day_spent : Reason::month_spent, already ? waits->since : now};
}

void Daemon::circumstances_changed() {
  log_->debug("a call or the line's cost has changed");
  if (queue_->hold()) look();
}

void Daemon::progressed(const std::string& line) {
  if (!control_ || !control_->has_listeners()) return;
  const auto told = read_json(line);
  if (!told || !told->is_object()) return;
  json event = *told;
  event["job"] = checker_.order()->name;
  control_->publish("progress", event);
}

void Daemon::judge(const CheckEnd& end) {
  switch (memory_.hear(end, moment_now().wall)) {
    case Alarm::Next::retest:
      return queue_->confirm(end.order);
    case Alarm::Next::tell: {
      const JobStanding& job = *memory_.find(end.order.name);
      log_->info("telling: {} is {}", job.job, job.verdict);
      for (const std::string& trouble : teller_.tell(job, settings_.notify)) log_->warn("{}", trouble);
      return;
    }
    case Alarm::Next::nothing:
      return;
  }
}

void Daemon::check_ended(CheckEnd end) {
  trouble_ = end.trouble;
  if (trouble_) log_->error("{}: {}", end.order.name, trouble_words("en", *trouble_));
  if (!end.report) return check_kept(end);
  // A report is told only once it cannot get lost any more.
  const ReportSummary report = *end.report;
  std::string document = std::exchange(end.document, {});
  keeper_.keep(report, std::move(document), settings_, moment_now().wall,
               [this, end = std::move(end)](bool kept) mutable {
                 if (!kept) {
                   end.report.reset();
                   end.trouble = trouble_ =
                       CheckTrouble{.code = Trouble::not_kept, .error = keeper_.trouble()};
                 }
                 check_kept(end);
               });
}

void Daemon::check_kept(const CheckEnd& end) {
  if (end.report) {
    log_check(*log_, {end.order.name, std::string(to_string(end.order.weight)),
                      end.report->interrupted ? "interrupted" : end.report->verdict, end.report->id});
  }
  judge(end);
  save([this, end] { check_over(end); });
}

void Daemon::check_over(const CheckEnd& end) {
  queue_->ended();
  if (stopping_) return loop_.stop();
  if (control_ && end.report) {
    control_->publish("check", {{"job", end.order.name},
                                {"weight", to_string(end.order.weight)},
                                {"report", end.report->id},
                                {"verdict", end.report->verdict}});
  }
  look();
  if (!checker_.running()) show_state();
  give_back_memory();
}

void Daemon::read_settings_anew(Read read) {
  manager_.reloading();
  keeper_.disk().run([file = options_.config] { return read_job_settings(file); },
                     [this, read = std::move(read)](tl::expected<JobSettings, std::string> settings) {
                       if (stopping_) return read(stopping_words("en"));
                       read(take_settings(std::move(settings)));
                     });
}

/// Empty, or why the old settings stay.
std::string Daemon::take_settings(tl::expected<JobSettings, std::string> read) {
  // What was broken before is no reason to stay with it; what breaks now would go unnoticed.
  std::string why = read ? new_faults(read->specs.faults, specs_.faults) : read.error();
  if (why.empty()) {
    save();
    settings_ = std::move(read->settings);
    specs_ = std::move(read->specs);
    plan();
    save();
    look();
    log_->info("settings read anew; the next check is at {}", format_time(queue_->next_planned()));
    if (!specs_.faults.empty()) log_->error("{}", job_trouble(specs_.faults));
  } else {
    log_->error("the settings have faults, so the old ones stay: {}", why);
  }
  manager_.reloaded();
  manager_.say(status_line(state()));
  return why;
}

void Daemon::pause(WallTime until, std::function<void()> kept) {
  memory_.paused_until = until;
  queue_->pause(moment_now());
  note_accounts();
  save(std::move(kept));
  checker_.end_early(Trouble::paused);
  log_->info("paused");
}

void Daemon::end_pause(std::function<void()> kept) {
  if (!paused()) return kept();
  memory_.paused_until.reset();
  queue_->resume(moment_now());
  save(std::move(kept));
  log_->info("resumed");
}

/// Whether nothing more is to be done here, because this process goes on as the program that was installed in
/// place of its own, or because there is none any more. What is due then comes up again; what was promised is
/// done before.
bool Daemon::follows_its_file() {
  const auto next = own_file_.seen(program_at(options_.program), moment_now().monotonic);
  if (next == OwnFile::Next::stay) return false;
  if (queue_->running() || owes_checks() || teller_.tells()) return false;
  become_new_ = next == OwnFile::Next::become_new;
  log_->info("{}", file_changed_words("en", become_new_));
  // A manager that was told of a stop would end the new one.
  if (become_new_)
    manager_.reloading();
  else
    manager_.stopping();
  end();
  loop_.stop();
  return true;
}

void Daemon::end() {
  stopping_ = true;
  save();
  readiness_.withdraw();
  control_.reset();
  timer_.cancel();
}

void Daemon::stop() {
  manager_.stopping();
  end();
  if (!queue_->running()) return loop_.stop();
  queue_->clear();
  checker_.end_early(Trouble::service_stopped);
}

std::string Daemon::trouble() const {
  const std::string check = trouble_ ? trouble_words("en", *trouble_) : std::string();
  const std::string jobs = job_trouble(specs_.faults);
  return check + (check.empty() || jobs.empty() ? "" : " ") + jobs;
}

DaemonState Daemon::state() const {
  return {.memory = kept_,
          .readiness = readiness_of(kept_, moment_now().wall),
          .checking = queue_->running() || owes_checks(),
          .sees_calls = guard_->sees_calls(),
          .hold = queue_->hold(),
          .next = paused() ? std::nullopt : std::optional(queue_->next_planned()),
          .used = keeper_.used(moment_now().wall),
          .day_limit_bytes = settings_.day_bytes,
          .month_limit_bytes = settings_.month_bytes,
          .progress = checker_.progress(),
          .trouble = trouble(),
          .history_trouble = keeper_.trouble()};
}

}  // namespace

DaemonEnd run_daemon(const DaemonOptions& options, std::shared_ptr<spdlog::logger> log) {
  keep_one_heap();
  auto settings = read_job_settings(options.config);
  if (!settings) {
    log->error("the settings have faults: {}", settings.error());
    return {unable};
  }
  return Daemon(options, std::move(*settings), log).run();
}

}  // namespace deskready
