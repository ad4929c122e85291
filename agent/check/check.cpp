#include "agent/check/check.h"

#include <algorithm>

#include "agent/check/circumstances.h"
#include "agent/check/documents.h"
#include "agent/check/measurement.h"
#include "agent/check/own_figures.h"
#include "agent/check/past/allowance.h"
#include "agent/check/past/from_history.h"
#include "agent/check/past/look_back.h"
#include "agent/check/past/own_history.h"
#include "agent/machine/run_lock.h"
#include "config/base/json/json_read.h"
#include "config/spec/chain/needs.h"
#include "config/spec/far_end_url.h"
#include "reports/over_time/rule_standing.h"

namespace deskready {
namespace {

/// The run's allowance; what is left of the day's and the month's where nobody has agreed to more.
std::uint64_t allowance(const CheckRequest& request, const Settings& settings, Attendant& attendant) {
  if (!request.unattended) return settings.run_bytes;
  const WallTime now = SystemClock().now();
  const auto history = own_history(attendant);
  const auto spent =
      history ? spent_lately(*history, now).value_or(std::vector<Spent>()) : std::vector<Spent>();
  return allowance_left(settings, data_used(spent, now));
}

tl::expected<RunLock, NotMeasured> own_turn(Attendant& attendant, const std::stop_token& stop) {
  auto lock = RunLock::acquire(stop, [&](std::string_view process) {
    attendant.remark({RemarkCode::another_check_runs, std::string(process)});
  });
  if (!lock) return tl::unexpected(NotMeasured{false, lock.error()});
  return std::move(*lock);
}

/// What a job's settings name counts only where the spec names none.
GivenFarEnd given_far_end(const CheckRequest& request) {
  return {request.far_end, !request.unattended};
}

std::vector<FarEndChoice> far_ends_of(const std::vector<Pass>& passes) {
  std::vector<FarEndChoice> far_ends;
  for (const Pass& pass : passes) far_ends.push_back(pass.far_end);
  return far_ends;
}

/// The questions of a pass about these keys, with what paces them.
std::vector<Question> about(const Pass& pass, const std::set<FactKey>& keys) {
  std::vector<Question> questions;
  std::copy_if(pass.questions.begin(), pass.questions.end(), std::back_inserter(questions),
               [&](const Question& question) { return keys.contains(question.key); });
  return questions;
}

/// Rules over time are judged from the earlier checks of the same spec and work on this computer, whoever
/// asked for them.
OwnChecks whose_checks(const Spec& spec, const std::string& name, const CheckRequest& request,
                       const Settings& settings) {
  const Job* job = job_for(settings, name, request.role, request.reference);
  return {{spec.name, request.role, machine_of(spec, request)}, job != nullptr ? &job->hours : nullptr};
}

/// Whether the report before this one, for the same work, knows this computer by another pseudonym: who holds
/// both would take them for two computers. The other one itself is not told, for a spec's name, by which it is
/// found, can be claimed by anybody.
bool has_new_pseudonym(const Report& report, const History& history) {
  if (report.machine.empty()) return false;
  const JobKey job{report.spec_name, report.role, report.reference};
  for (const HistoryEntry& entry :
       history.latest_of_each_job(report.finished).value_or(std::vector<HistoryEntry>())) {
    if (entry.job != job) continue;
    const auto before = history.document(entry.id);
    const std::string machine = before ? text_of(*before, "machine") : std::string();
    return !machine.empty() && machine != report.machine;
  }
  return false;
}

/// Says in each report what the history knows of its findings and of its computer, then keeps it there.
void keep(std::vector<Report>& reports, bool unattended, Attendant& attendant) {
  const auto not_kept = [&](const std::string& why) {
    attendant.remark({RemarkCode::report_not_kept, {}, why});
  };
  auto history = own_history(attendant);
  if (!history) return not_kept(history.error());
  const std::string told = history->set_aside();
  for (Report& report : reports) {
    if (const auto standing = history->rules({report.spec_name, report.role, report.reference}))
      add_standing(report, *standing);
    report.machine_changed = has_new_pseudonym(report, *history);
    if (const auto saved = history->save(report, unattended); !saved) not_kept(saved.error());
  }
  // A page in the middle shows only then that it is broken.
  if (history->set_aside() != told)
    attendant.remark({RemarkCode::history_set_aside, {}, history->set_aside()});
}

/// One run over all specs. Its functions are called once each, in their order here.
class Check {
 public:
  Check(const CheckRequest& request, const std::vector<Spec>& specs, const Settings& settings,
        Attendant& attendant, const std::stop_token& stop)
      : request_(request),
        specs_(specs),
        settings_(settings),
        attendant_(attendant),
        passes_(make_passes(specs, choose_far_ends(given_far_end(request), request.specs, specs, settings),
                            request.depth)),
        pass_of_(pass_of_specs(specs, passes_)),
        measurement_(request, far_ends_of(passes_), allowance(request, settings, attendant), attendant,
                     stop) {
    for (const Pass& pass : passes_) plans_.push_back(measurement_.plan(pass.questions));
  }

  bool agreed() { return attendant_.agrees(measurement_.offer(worst())); }

  void measure() {
    attendant_.before_measuring();
    head_.started = measurement_.clock().now();
    begin_ = measurement_.clock().monotonic();  // the time of day may be set meanwhile
    first_look();
    circumstances_ = circumstances_of(specs_, pass_of_, request_, head_.started, measurement_.far_ends(),
                                      measurement_.clock(), attendant_);
    fill();
    measurement_.far_ends().greet_again();
    for (std::size_t pass = 0; pass < passes_.size(); ++pass) look_again(pass);
    fill();
  }

  Checked write_up() {
    head_.finished = measurement_.clock().now();
    const auto open = [this] { return own_history(attendant_); };
    for (std::size_t i = 0; i < specs_.size(); ++i) {
      // What the other specs ask for, and how long they were measured, must not show in windows either.
      const Attempts own = own_attempts(specs_[i], specs_.size(), attempts_[pass_of_[i]], request_);
      const WallTime until =
          specs_.size() > 1 ? own_share(specs_[i], own, head_.started).finished : head_.finished;
      look_back(specs_[i], own, whose_checks(specs_[i], request_.specs[i], request_, settings_), open, until,
                circumstances_[i]);
    }
    head_.interrupted = measurement_.stopped();
    if (measurement_.alone() != LineLock::Alone::yes)
      head_.conditions["line_lock"] = to_string(measurement_.alone());
    head_.cost = {measurement_.bytes(),
                  std::chrono::duration<double>(measurement_.clock().monotonic() - begin_).count()};
    Checked checked;
    checked.reports = documents(specs_, passes_, attempts_, circumstances_, request_, head_);
    keep(checked.reports, request_.unattended, attendant_);
    if (const auto all = needs_together(specs_))
      checked.together = make_report(*all, attempts_.front(), circumstances_.front(), head_);
    checked.interrupted = head_.interrupted;
    return checked;
  }

 private:
  /// The most that all passes cost, with what a second look at the line may add.
  Cost worst() const {
    Cost worst;
    for (std::size_t pass = 0; pass < passes_.size(); ++pass) {
      std::set<FactKey> twice;
      for (const std::size_t spec : passes_[pass].specs) {
        for (const Rule* rule : all_rules(specs_[spec])) {
          if (needs_two_failures(*rule)) twice.insert(rule->key);
        }
      }
      worst += plans_[pass].worst;
      worst += measurement_.plan(about(passes_[pass], twice)).worst;
    }
    return worst;
  }

  /// One attempt for each pass.
  void first_look() {
    Facts first = measurement_.run(plans_.front());
    if (request_.guided && request_.parts.contains("audio")) first.merge(measurement_.guided(first));
    attempts_.push_back({first});
    for (std::size_t pass = 1; pass < passes_.size(); ++pass)
      attempts_.push_back({facts_of_pass(first, measurement_.run(plans_[pass], pass))});
  }

  /// Required network rules that failed are measured once more at the end; one failure alone decides nothing.
  void look_again(std::size_t pass) {
    std::set<FactKey> failing;
    for (const std::size_t spec : passes_[pass].specs) {
      for (FactKey& key : second_look(specs_[spec], attempts_[pass].front(), circumstances_[spec]))
        failing.insert(std::move(key));
    }
    if (failing.empty() || measurement_.stopped()) return;
    // What paces them is measured along, and is no second attempt of its own.
    const Facts all =
        measurement_.run(measurement_.plan(with_companions(about(passes_[pass], failing))), pass);
    Facts second;
    for (const FactKey& key : failing) {
      if (const Fact* fact = all.find(to_string(key))) second.add(to_string(key), *fact);
      if (const Unmeasured* why = all.why_not(to_string(key))) second.cannot(to_string(key), *why);
    }
    attempts_[pass].push_back(std::move(second));
  }

  void fill() {
    for (std::size_t pass = 0; pass < passes_.size(); ++pass)
      fill_from_history(attempts_[pass], passes_[pass], specs_, request_, settings_, head_.started,
                        attendant_);
  }

  const CheckRequest& request_;
  const std::vector<Spec>& specs_;
  const Settings& settings_;
  Attendant& attendant_;
  const std::vector<Pass> passes_;
  const std::vector<std::size_t> pass_of_;
  Measurement measurement_;
  std::vector<Plan> plans_;  ///< one for each pass
  ReportHead head_;
  std::chrono::nanoseconds begin_{};
  std::vector<Attempts> attempts_;
  std::vector<Circumstances> circumstances_;
};

}  // namespace

tl::expected<Checked, NotMeasured> run_check(const CheckRequest& request, const std::vector<Spec>& specs,
                                             const Settings& settings, Attendant& attendant,
                                             const std::stop_token& stop) {
  // What is left of an allowance is known only after the run before has ended.
  const auto lock = own_turn(attendant, stop);
  if (!lock) return tl::unexpected(lock.error());
  Check check(request, specs, settings, attendant, stop);
  if (!check.agreed()) return tl::unexpected(NotMeasured{true, {}});
  check.measure();
  return check.write_up();
}

tl::expected<MeasuredFacts, NotMeasured> measure_facts(const CheckRequest& request,
                                                       const std::vector<Spec>& specs,
                                                       const Settings& settings, Attendant& attendant,
                                                       const std::stop_token& stop) {
  MeasuredFacts measured;
  FarEndChoice far_end{request.far_end};
  if (!specs.empty()) {
    const auto chosen = choose_far_ends(given_far_end(request), request.specs, specs, settings);
    far_end = chosen.front();
    for (std::size_t i = 1; i < specs.size(); ++i) {
      if (!same_far_end(chosen[i].url, far_end.url))
        attendant.remark({RemarkCode::other_far_end, specs[i].name, request.specs[i]});
    }
  }
  Measurement measurement(request, {&far_end, 1}, settings.run_bytes, attendant, stop);
  const auto lock = own_turn(attendant, stop);
  if (!lock) return tl::unexpected(lock.error());
  const Plan plan = measurement.plan(specs.empty() ? questions_of_everything(probes()) : questions_of(specs));
  if (!attendant.agrees(measurement.offer(plan.worst))) return tl::unexpected(NotMeasured{true, {}});
  attendant.before_measuring();
  measured.facts = measurement.run(plan);
  measured.far_end = measurement.far_ends().used({}, 0);
  measured.far_end_url = far_end.url;
  return measured;
}

}  // namespace deskready
