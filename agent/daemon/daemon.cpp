#include "agent/daemon/daemon.h"

#include <algorithm>
#include <boost/asio.hpp>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <deque>

#include "agent/daemon/checker.h"
#include "agent/daemon/control/control_server.h"
#include "agent/daemon/daemon_view.h"
#include "agent/daemon/heavy_guard.h"
#include "agent/daemon/log.h"
#include "agent/daemon/metrics.h"
#include "agent/daemon/report_keeper.h"
#include "agent/daemon/schedule/schedule.h"
#include "agent/daemon/teller.h"
#include "agent/machine/idle_memory.h"
#include "agent/machine/machine_id.h"
#include "agent/machine/own_program.h"
#include "agent/machine/service_manager.h"
#include "agent/machine/wall_timer.h"
#include "config/base/files.h"
#include "config/base/folders.h"
#include "config/spec/chain/load.h"
#include "config/spec/spec.h"

namespace deskready {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using Error = boost::system::error_code;
using nlohmann::json;
using namespace std::chrono_literals;

constexpr int unable = 3;
/// How often it is looked whether what gives no sign of its own (the power supply, the allowance) still holds
/// a check.
constexpr auto look_again = 60s;
/// No timer tells that the computer's time zone was set anew, and shifts move with it.
constexpr auto zone_look = 15min;
constexpr std::size_t shown_runs = 10;
constexpr std::string_view hand_over_begin = "running-";

Moment moment_now() {
  const SystemClock clock;
  return {clock.now(), clock.monotonic()};
}

/// Fixed for this machine and of no meaning elsewhere, so that a thousand workstations do not all measure at
/// noon.
std::chrono::nanoseconds machine_phase() {
  return std::chrono::nanoseconds(static_cast<std::int64_t>(machine_number().value_or(0) >> 2));
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

class Daemon : public ControlActions {
 public:
  Daemon(const DaemonOptions& options, Settings settings, std::shared_ptr<spdlog::logger> log)
      : options_(options),
        settings_(std::move(settings)),
        log_(std::move(log)),
        signals_(loop_, SIGTERM, SIGINT, SIGHUP),
        children_(loop_, SIGCHLD),
        manager_(loop_),
        timer_(loop_, [this] { look(); }),
        checker_(loop_, hand_over(),
                 {[this](CheckEnd end) { check_ended(std::move(end)); },
                  [this](const std::string& line) { progressed(line); }}),
        teller_(loop_, options.check_program),
        keeper_(options.state, options.runtime, log_,
                [this](std::function<void()> then) { asio::post(loop_, std::move(then)); }) {}

  int run();

  json status() const override;
  json next_runs() const override;
  ControlReply trigger(const json& body) override;
  ControlReply pause(const json& body) override;
  ControlReply resume() override;
  ControlReply reload() override;
  void report(std::string id, std::function<void(ControlReply)> answer) override;
  std::string metrics() const override;

 private:
  /// Of this process alone: a check that outlived a killed daemon writes to that one's.
  fs::path hand_over() const {
    return options_.runtime / fmt::format("{}{}.json", hand_over_begin, own_process());
  }
  void remember();
  void plan();
  void save();

  void await_signal();
  void await_child();
  void show_state();

  void look();
  void arm(Moment now);
  void enqueue(const DueCheck& due);
  void start_next();
  bool held_back(CheckOrder& order, Moment now);
  bool a_full_check_waits() const;
  void note_accounts();
  void circumstances_changed();
  void progressed(const std::string& line);
  void check_ended(CheckEnd end);
  void check_kept(CheckEnd end);
  void judge(const CheckEnd& end);
  std::string read_settings_anew();
  void end_pause();
  void stop();

  std::optional<Hold> why_not_heavy(WallTime now) const;
  bool paused() const { return memory_.paused_until.has_value(); }
  /// Until the report is safe, too: nothing new begins before.
  bool checking() const { return checker_.running() || keeping_; }
  DaemonView view() const;

  const DaemonOptions options_;
  Settings settings_;
  const std::shared_ptr<spdlog::logger> log_;
  asio::io_context loop_{1};
  asio::signal_set signals_;
  asio::signal_set children_;
  ServiceManager manager_;
  WallTimer timer_;
  Checker checker_;
  Teller teller_;
  ReportKeeper keeper_;
  std::optional<ControlServer> control_;
  std::optional<Schedule> schedule_;
  std::deque<CheckOrder> orders_;
  DaemonMemory memory_;
  std::optional<Hold> hold_;  ///< of a full check that waits
  std::string trouble_;       ///< why the last check was not whole
  bool keeping_ = false;      ///< an ended check's report is on its way to the disk
  bool stopping_ = false;
  mutable std::optional<HeavyGuard> guard_;  ///< last: it calls back into the rest
};

int Daemon::run() {
  if (!keeper_.prepare(moment_now().wall)) return unable;
  if (const auto opened = timer_.open(); !opened) {
    log_->error("{}", opened.error());
    return unable;
  }
  auto control = ControlServer::listen(loop_, options_.runtime, *this);
  if (!control) {
    log_->error("{}", control.error());
    return unable;
  }
  control_.emplace(std::move(*control));
  remember();
  guard_.emplace(loop_, [this] { circumstances_changed(); });
  plan();
  await_signal();
  await_child();
  look();
  manager_.started();
  manager_.say(status_line(view()));
  log_->info("started; {} job{}, the next check at {}", memory_.jobs.size(),
             memory_.jobs.size() == 1 ? "" : "s", format_time(schedule_->next()));
  give_back_memory();
  loop_.run();
  log_->info("stopped");
  return 0;
}

void Daemon::remember() {
  std::error_code ignored;
  for (const fs::path& file : files_beginning(options_.runtime, hand_over_begin)) fs::remove(file, ignored);
  if (auto memory = load_memory(options_.state / "standing.json")) {
    memory_ = std::move(*memory);
    memory_.forget_unfinished();
  } else {
    log_->warn("{}", memory.error());
  }
}

void Daemon::plan() {
  Timetable timetable(settings_, machine_phase());
  const auto& jobs = timetable.settings().jobs;
  memory_.arrange(jobs, settings_.notify.after);
  const ScheduleMemory memory = memory_.for_schedule(jobs);
  schedule_.emplace(std::move(timetable), moment_now(), memory);
  if (paused()) schedule_->pause("checks were paused", moment_now());
  orders_.clear();
  hold_.reset();
}

void Daemon::save() {
  memory_.take(schedule_->memory(), schedule_->timetable().settings().jobs);
  if (const auto saved = save_memory(options_.state / "standing.json", memory_); !saved)
    log_->error("{}", saved.error());
}

void Daemon::await_signal() {
  signals_.async_wait([this](Error error, int signal) {
    if (error) return;
    if (signal == SIGHUP) {
      read_settings_anew();
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
  manager_.say(status_line(view()));
  if (control_ && control_->has_listeners()) control_->publish("status", status());
  if (settings_.metrics_textfile.empty()) return;
  if (const auto written = write_file_atomically(settings_.metrics_textfile, metrics()); !written) {
    log_->warn("the metrics are not written: {}", written.error());
  } else {
    chmod(settings_.metrics_textfile.c_str(), 0644);  // the collector is another user
  }
}

/// Takes up what is due, at its time, after a check, and whenever something has changed.
void Daemon::look() {
  if (stopping_) return;
  const Moment now = moment_now();
  if (paused() && now.wall >= *memory_.paused_until) end_pause();
  if (hold_ && !why_not_heavy(now.wall)) {
    hold_.reset();
    schedule_->release(now);
  }
  for (const DueCheck& due : schedule_->due(now)) enqueue(due);
  if (!a_full_check_waits()) hold_.reset();  // it was given up, or has been
  note_accounts();
  start_next();
  arm(moment_now());
}

void Daemon::arm(Moment now) {
  WallTime when = schedule_->next();
  // What is due waits for the running check, not for the clock.
  if (checking()) when = std::max<WallTime>(when, now.wall + look_again);
  if (hold_) when = std::min<WallTime>(when, now.wall + look_again);
  if (paused()) when = std::min(when, *memory_.paused_until);
  when = std::min<WallTime>(when, now.wall + zone_look);
  timer_.arm(std::max<WallTime>(when, now.wall + 100ms));
}

void Daemon::enqueue(const DueCheck& due) {
  const bool queued = std::any_of(orders_.begin(), orders_.end(), [&](const CheckOrder& order) {
    return order.job == due.job && order.weight == due.weight && !order.retest;
  });
  const auto& running = checker_.order();
  if (queued || (running && running->job == due.job && running->weight == due.weight && !running->retest))
    return;
  orders_.push_back({due.job, memory_.jobs[due.job].job, due.weight, false, false, {}});
}

/// Turns away a full check whose time has not come after all; true when the order is void.
bool Daemon::held_back(CheckOrder& order, Moment now) {
  if (order.asked || order.retest) return false;
  if (order.weight == Weight::light) {
    order.hold = schedule_->held(order.job).empty() ? std::nullopt : hold_;
    return false;
  }
  auto hold = why_not_heavy(now.wall);
  if (!hold) return false;
  log_->info("the full check of {} waits: {}", order.name, hold->reason);
  hold_ = std::move(hold);
  schedule_->hold(order.job, hold_->reason, now);
  for (const DueCheck& due : schedule_->due(now)) enqueue(due);
  return true;
}

void Daemon::start_next() {
  while (!paused() && !checking() && !orders_.empty()) {
    CheckOrder order = std::move(orders_.front());
    orders_.pop_front();
    const Moment now = moment_now();
    if (order.weight == Weight::full && !order.asked && !guard_->knows_the_line(now.wall)) {
      orders_.push_front(std::move(order));
      return guard_->look_at_the_line([this] { look(); });
    }
    if (held_back(order, now)) continue;
    const Job job = as_asked(schedule_->timetable().settings().jobs[order.job]);
    log_->info("checking {} ({}{})", order.name, to_string(order.weight),
               order.retest ? ", again to be sure" : "");
    if (!order.retest) schedule_->began(order.job, order.weight, now);
    note_accounts();
    const auto line =
        check_command_line(options_.check_program, job, order, settings_.scheduled_sound, hand_over());
    checker_.start(std::move(order), line);
    save();
    show_state();
  }
}

bool Daemon::a_full_check_waits() const {
  for (std::size_t job = 0; job < memory_.jobs.size(); ++job) {
    if (!schedule_->held(job).empty()) return true;
  }
  return false;
}

void Daemon::note_accounts() {
  for (CheckAccount& account : schedule_->take_accounts()) {
    const std::string& job = memory_.jobs[account.planned.job].job;
    if (account.fate != Fate::done) {
      log_->info("the {} check of {} planned for {}: {}, {}", to_string(account.planned.weight), job,
                 format_time(account.planned.at), to_string(account.fate), account.reason);
    }
    keeper_.note({job, std::string(to_string(account.planned.weight)), std::string(to_string(account.fate)),
                  std::move(account.reason), account.planned.at, account.at});
  }
  keeper_.save_fates();
}

std::optional<Hold> Daemon::why_not_heavy(WallTime now) const {
  if (auto hold = guard_->why_not(settings_.on_battery, now)) return hold;
  const DataUsed so_far = keeper_.used(now);
  const bool day = so_far.day_bytes >= settings_.day_bytes;
  if (!day && so_far.month_bytes < settings_.month_bytes) return std::nullopt;
  Hold hold{"budget",
            day ? "the data allowance of the day is used up" : "the data allowance of the month is used up",
            now};
  if (hold_ && hold_->cause == hold.cause) hold.since = hold_->since;
  return hold;
}

void Daemon::circumstances_changed() {
  log_->debug("a call or the line's cost has changed");
  if (hold_) look();
}

void Daemon::progressed(const std::string& line) {
  if (!control_ || !control_->has_listeners()) return;
  const json told = json::parse(line, nullptr, false);
  if (!told.is_object()) return;
  json event = told;
  event["job"] = checker_.order()->name;
  control_->publish("progress", event);
}

void Daemon::judge(const CheckEnd& end) {
  const auto found = std::find_if(memory_.jobs.begin(), memory_.jobs.end(),
                                  [&](const JobStanding& one) { return one.job == end.order.name; });
  if (found == memory_.jobs.end()) return;  // the settings were read anew meanwhile, without it
  JobStanding& job = *found;
  if (end.report) {
    job.add(*end.report);
    if (end.report->interrupted) return;
  } else if (!end.told_to_end) {
    job.add_failure(end.trouble, format_time(moment_now().wall));
  } else {
    return;
  }
  switch (job.alarm.heard(job.verdict, end.order.retest)) {
    case Alarm::Next::retest:
      orders_.push_front({static_cast<std::size_t>(found - memory_.jobs.begin()), job.job, Weight::light,
                          true, false, end.order.hold});
      break;
    case Alarm::Next::tell:
      log_->info("telling: {} is {}", job.job, job.verdict);
      for (const std::string& trouble : teller_.tell(job, settings_.notify)) log_->warn("{}", trouble);
      break;
    case Alarm::Next::nothing:
      break;
  }
}

void Daemon::check_ended(CheckEnd end) {
  trouble_ = end.trouble;
  if (!trouble_.empty()) log_->error("{}: {}", end.order.name, trouble_);
  if (!end.report) return check_kept(std::move(end));
  // A report is told only once it cannot get lost any more.
  keeping_ = true;
  const ReportSummary report = *end.report;
  std::string document = std::exchange(end.document, {});
  keeper_.keep(report, std::move(document), settings_, moment_now().wall,
               [this, end = std::move(end)](bool kept) mutable {
                 keeping_ = false;
                 if (!kept) end.report.reset();
                 check_kept(std::move(end));
               });
}

void Daemon::check_kept(CheckEnd end) {
  if (end.report) {
    log_check(*log_, {end.order.name, std::string(to_string(end.order.weight)),
                      end.report->interrupted ? "interrupted" : end.report->verdict, end.report->id});
  }
  judge(end);
  save();
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

/// Empty, or why the old settings stay.
std::string Daemon::read_settings_anew() {
  manager_.reloading();
  std::string why;
  if (auto settings = load_settings(options_.config)) {
    save();
    settings_ = std::move(*settings);
    plan();
    look();
    log_->info("settings read anew; the next check is at {}", format_time(schedule_->next()));
  } else {
    why = all_of(settings.error());
    log_->error("the settings have faults, so the old ones stay: {}", why);
  }
  manager_.reloaded();
  manager_.say(status_line(view()));
  return why;
}

void Daemon::end_pause() {
  memory_.paused_until.reset();
  schedule_->pause("", moment_now());
  save();
  log_->info("resumed");
}

void Daemon::stop() {
  stopping_ = true;
  manager_.stopping();
  save();
  control_.reset();
  timer_.cancel();
  if (!checking()) return loop_.stop();
  orders_.clear();
  checker_.end_early("the service was stopped");
}

DaemonView Daemon::view() const {
  return {.memory = memory_,
          .checking = checking(),
          .sees_calls = guard_->sees_calls(),
          .hold = hold_,
          .next = paused() ? std::nullopt : std::optional(schedule_->next()),
          .used = keeper_.used(moment_now().wall),
          .day_limit_bytes = settings_.day_bytes,
          .month_limit_bytes = settings_.month_bytes,
          .progress = checker_.progress(),
          .trouble = trouble_,
          .history_trouble = keeper_.trouble()};
}

json Daemon::status() const {
  return status_json(view());
}

json Daemon::next_runs() const {
  json runs = json::array();
  for (const PlannedCheck& planned :
       paused() ? std::vector<PlannedCheck>() : schedule_->upcoming(shown_runs)) {
    json run = {{"job", memory_.jobs[planned.job].job},
                {"weight", to_string(planned.weight)},
                {"at", format_time(planned.at)}};
    run["until"] = planned.weight == Weight::full ? json(format_time(planned.until)) : json();
    runs.push_back(std::move(run));
  }
  return {{"runs", std::move(runs)}};
}

ControlReply Daemon::trigger(const json& body) {
  if (paused()) return control_error(409, "checks are paused; `deskready resume` first");
  const auto weight = asked_weight(body);
  if (!weight) return control_error(400, weight.error());
  const bool already = checking() || !orders_.empty();
  std::optional<Hold> hold;
  if (!already) {
    // A person's own wish counts, but no call is disturbed for it.
    if (*weight == Weight::full) hold = why_not_heavy(moment_now().wall);
    const Weight given = hold ? Weight::light : *weight;
    for (std::size_t job = 0; job < memory_.jobs.size(); ++job)
      orders_.push_back({job, memory_.jobs[job].job, given, false, true, hold});
    log_->info("a check was asked for");
    look();
  }
  return {202, {{"state", "checking"}, {"already", already}, {"held", hold_json(hold)}}};
}

ControlReply Daemon::pause(const json& body) {
  const Moment now = moment_now();
  const auto until = asked_pause_end(body, now.wall);
  if (!until) return control_error(400, until.error());
  memory_.paused_until = *until;
  orders_.clear();
  schedule_->pause("checks were paused", now);
  note_accounts();
  save();
  checker_.end_early("you paused the checks");
  log_->info("paused");
  look();
  show_state();
  return {200, {{"state", "paused"}, {"paused_until", pause_json(memory_)}}};
}

ControlReply Daemon::resume() {
  if (paused()) end_pause();
  look();
  show_state();
  return {200, {{"state", state_of(view())}}};
}

ControlReply Daemon::reload() {
  const std::string why = read_settings_anew();
  if (!why.empty()) return control_error(422, "the settings have faults, so the old ones stay: " + why);
  return {200, {{"state", state_of(view())}}};
}

void Daemon::report(std::string id, std::function<void(ControlReply)> answer) {
  keeper_.find(std::move(id), [answer = std::move(answer)](auto document) {
    if (document) return answer({200, std::move(*document)});
    answer(control_error(document.error().unreadable ? 500 : 404, document.error().sentence));
  });
}

std::string Daemon::metrics() const {
  return metrics_text(view());
}

}  // namespace

int run_daemon(const DaemonOptions& options, std::shared_ptr<spdlog::logger> log) {
  keep_one_heap();
  auto settings = load_settings(options.config);
  if (!settings) {
    log->error("the settings have faults: {}", all_of(settings.error()));
    return unable;
  }
  return Daemon(options, std::move(*settings), log).run();
}

}  // namespace deskready
