#include "probes/audio/worker/worker_client.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <string_view>
#include <utility>

#include "config/base/json/bounded_json.h"
#include "config/base/json/json_read.h"
#include "probes/audio/worker/child.h"
#include "probes/audio/worker/session.h"

namespace deskready::audio {
namespace {

using nlohmann::json;
using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t longest_line = 4'000'000;
constexpr std::size_t longest_answer = 500;
constexpr std::chrono::milliseconds stop_poll{20};

std::chrono::nanoseconds span(double seconds) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(seconds));
}

/// One run: what was said, and until when the next word must come.
class Run {
 public:
  Run(SoundResults& results, const SoundDeadlines& deadlines, SoundWork work, Child& child,
      const SoundAnswers& answers)
      : results_(results),
        deadlines_(deadlines),
        work_(work),
        child_(child),
        answers_(answers),
        end_(SteadyClock::now() + span(deadlines.total)) {
    enter("server");
  }
  ~Run() {
    close_microphone();
    if (open_seconds_ > 0) results_.open_seconds = open_seconds_;
  }

  SteadyClock::time_point deadline() const { return std::min(end_, next_); }
  bool ended() const { return phase_ == "end"; }

  /// Takes in what was read; false when it is no message of a worker.
  bool take(std::string_view bytes) {
    buffer_ += bytes;
    std::size_t from = 0;
    for (std::size_t at = 0; (at = buffer_.find('\n', from)) != std::string::npos; from = at + 1) {
      if (!line(std::string_view(buffer_).substr(from, at - from))) return false;
    }
    buffer_.erase(0, from);
    return buffer_.size() <= longest_line;
  }

  /// What has no result yet is lost.
  void trouble(Cause cause, const Explanation& why) {
    if (!results_.looped) lose(lost_now(), unmeasured(cause, why));
  }

  void too_late() {
    if (SteadyClock::now() >= end_) {
      return trouble(Cause::failed, {Detail::sound_check_too_long, {{"seconds", deadlines_.total}}});
    }
    trouble(Cause::sound_server_stuck, {Detail::no_progress, {{"phase", Term(phase_)}}});
  }

  void died(const ProcessEnd& end) {
    if (!end.signalled)
      return trouble(Cause::failed, {Detail::worker_ended, {{"status", end.code}, {"phase", Term(phase_)}}});
    // PortAudio 19.6 ends its process over such a configuration.
    const bool no_default = end.code == SIGABRT && phase_ == "init";
    trouble(Cause::failed,
            {no_default ? Detail::worker_ended_without_default : Detail::worker_ended_by_signal,
             {{"signal", Term(signal_name(end.code))}, {"phase", Term(phase_)}}});
  }

 private:
  void enter(std::string phase) {
    phase_ = std::move(phase);
    double seconds = deadlines_.beat;
    if (phase_ == "server") seconds = deadlines_.server;
    if (phase_ == "init") seconds = deadlines_.init;
    if (phase_ == "open") {
      seconds = deadlines_.open;
      if (!opened_) opened_ = SteadyClock::now();
    }
    if (phase_ == "asking" || phase_ == "end") close_microphone();
    if (phase_ == "stop") seconds = deadlines_.stop;
    seconds_ = seconds;
    progress();
  }

  void close_microphone() {
    if (opened_) open_seconds_ += std::chrono::duration<double>(SteadyClock::now() - *opened_).count();
    opened_.reset();
  }

  void progress() { next_ = SteadyClock::now() + span(seconds_); }

  /// The first work of which the result has not come.
  SoundWork lost_now() const {
    if (!results_.server && !results_.bare) return SoundWork::devices;
    return results_.listened ? SoundWork::loop : SoundWork::listen;
  }

  void lose(SoundWork work, Unmeasured why) {
    if (work > work_) return;
    if (work <= SoundWork::loop) results_.looped.reset();
    if (work <= SoundWork::listen) results_.listened.reset();
    results_.troubles.try_emplace(work, std::move(why));
  }

  bool line(std::string_view text) {
    const auto said = read_json(text);
    if (!said || !said->is_object()) return false;
    try {
      understand(*said);
    } catch (const json::exception&) {
      return false;
    }
    return true;
  }

  void understand(const json& said) {
    if (said.contains(message::phase)) return enter(said[message::phase].get<std::string>());
    if (said.contains(message::server)) said[message::server].get_to(results_.server.emplace());
    if (said.contains(message::bare)) said[message::bare].get_to(results_.bare.emplace());
    if (said.contains(message::listened)) said[message::listened].get_to(results_.listened.emplace());
    if (said.contains(message::looped)) said[message::looped].get_to(results_.looped.emplace());
    if (said.contains(message::trouble)) {
      const auto trouble = said[message::trouble].get<Trouble>();
      lose(trouble.work, unmeasured(cause_from(trouble.cause).value_or(Cause::failed), trouble.why));
    }
    if (said.contains(message::spoken)) said[message::spoken].get_to(results_.spoken.emplace());
    if (said.contains(message::heard)) said[message::heard].get_to(results_.heard.emplace());
    if (said.contains(message::not_done)) {
      const auto step = said[message::not_done].get<NotDone>();
      results_.not_done.insert_or_assign(
          step.step, unmeasured(cause_from(step.cause).value_or(Cause::failed), step.why));
    }
    if (said.contains(message::ask)) answer(said[message::ask].get<std::string>());
    progress();
  }

  void answer(const std::string& question) {
    if (question != "play") return reply(person_says(question));
    const auto why = answers_.may_play ? answers_.may_play() : std::nullopt;
    if (why) lose(SoundWork::loop, *why);
    reply(why ? "quiet" : "play");
  }

  std::string person_says(const std::string& question) {
    const auto begin = SteadyClock::now();
    const auto said = answers_.ask ? answers_.ask(question) : std::nullopt;
    end_ += SteadyClock::now() - begin;  // A person's time is not the worker's.
    if (!said) return "skip";
    std::string line = "=" + said->substr(0, longest_answer);
    std::replace(line.begin(), line.end(), '\n', ' ');
    return line;
  }

  void reply(const std::string& word) { child_.tell(word + "\n"); }

  SoundResults& results_;
  const SoundDeadlines& deadlines_;
  SoundWork work_;
  Child& child_;
  const SoundAnswers& answers_;
  SteadyClock::time_point end_;
  SteadyClock::time_point next_;
  std::optional<SteadyClock::time_point> opened_;
  double open_seconds_ = 0;
  double seconds_ = 0;
  std::string phase_;
  std::string buffer_;
};

/// How long to listen at most: to the deadline, and not past the next look at the stop token.
std::chrono::milliseconds patience(SteadyClock::time_point deadline) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - SteadyClock::now());
  return std::clamp(left, std::chrono::milliseconds(0), stop_poll);
}

void converse(Child& child, Run& run, const std::stop_token& stop) {
  while (!run.ended()) {
    if (stop.stop_requested()) return run.trouble(Cause::stopped, {});
    if (SteadyClock::now() >= run.deadline()) return run.too_late();
    const auto heard = child.hear(patience(run.deadline()));
    if (!heard) return run.died(child.end());
    if (!run.take(*heard)) return run.trouble(Cause::failed, Detail::worker_senseless);
  }
}

SoundResults run_once(const std::vector<std::string>& command, const SoundRequest& request,
                      const std::stop_token& stop, const SoundAnswers& answers,
                      const SoundDeadlines& deadlines) {
  SoundResults results;
  auto child = Child::start(command, json_text(json(request)));
  if (!child) {
    results.troubles.emplace(
        SoundWork::devices,
        unmeasured(Cause::failed, {Detail::worker_not_started, {{"system", SystemText(child.error())}}}));
    return results;
  }
  Run run(results, deadlines, request.work, *child, answers);
  converse(*child, run, stop);
  return results;
}

bool listed(const std::vector<Device>& devices, const std::string& name) {
  return std::any_of(devices.begin(), devices.end(), [&](const Device& one) { return one.name == name; });
}

/// What of the devices that were used is in no list any more.
std::optional<Detail> vanished(const Devices& used, const ServerView& now) {
  if (!listed(now.sources, used.source.name)) return Detail::microphone_vanished;
  if (used.headset && !listed(now.sinks, used.headset->sink.name)) {
    return Detail::speaker_vanished;
  }
  return std::nullopt;
}

/// The trouble that a device which vanishes may also look like: hung, closed, crashed.
bool sound_failed(const Unmeasured& why) {
  return why.cause == Cause::sound_server_stuck || why.cause == Cause::failed;
}

}  // namespace

Unmeasured SoundResults::why_not(SoundWork work) const {
  const Unmeasured* why = nullptr;
  for (const auto& [lost, cause] : troubles) {
    if (lost <= work && why == nullptr) why = &cause;
  }
  return why == nullptr ? unmeasured(Cause::failed, Detail::worker_silent) : *why;
}

SoundDeadlines guided_deadlines() {
  SoundDeadlines deadlines;
  deadlines.total = 120;
  return deadlines;
}

SoundResults run_worker(const std::vector<std::string>& command, const SoundRequest& request,
                        const std::stop_token& stop, const SoundAnswers& answers,
                        const SoundDeadlines& deadlines) {
  SoundResults results = run_once(command, request, stop, answers, deadlines);
  const auto failed = std::any_of(results.troubles.begin(), results.troubles.end(),
                                  [](const auto& trouble) { return sound_failed(trouble.second); });
  if (!failed || !results.server || !results.open_seconds) return results;
  SoundDeadlines short_ones = deadlines;
  short_ones.total = deadlines.look;
  const auto now = run_once(command, {SoundWork::devices, 0}, stop, {}, short_ones).server;
  const auto why = now ? vanished(choose_devices(*results.server), *now) : std::nullopt;
  if (!why) return results;
  for (auto& [work, trouble] : results.troubles) {
    if (sound_failed(trouble)) trouble = unmeasured(Cause::device_changed, *why);
  }
  return results;
}

}  // namespace deskready::audio
