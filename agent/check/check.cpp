#include "agent/check/check.h"

#include <algorithm>
#include <set>
#include <span>

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

/// What failed, measured once more, with what is measured along.
Facts measured_again(Measurement& measurement, const Pass& pass, const std::set<FactKey>& failing,
                     std::size_t index) {
  return measurement.run(measurement.plan(with_companions(questions_about(pass, failing))), index);
}

/// What is measured along is no second attempt of its own.
Facts only(const std::set<FactKey>& keys, const Facts& all) {
  Facts own;
  for (const FactKey& key : keys) {
    if (const Fact* fact = all.find(to_string(key))) own.add(to_string(key), *fact);
    if (const Unmeasured* why = all.why_not(to_string(key))) own.cannot(to_string(key), *why);
  }
  return own;
}

/// What may have to be measured once more.
std::set<FactKey> perhaps_twice(std::span<const Spec> specs) {
  std::set<FactKey> twice;
  for (const Spec& spec : specs) {
    for (const Rule* rule : all_rules(spec)) {
      if (needs_two_failures(*rule)) twice.insert(rule->key);
    }
  }
  return twice;
}

/// Rules over time are judged from the earlier checks of the same spec and work on this computer, whoever
/// asked for them.
OwnChecks whose_checks(const Spec& spec, const std::string& name, const CheckRequest& request,
                       const Settings& settings) {
  const Job* job = job_for(settings, name, request.role, request.reference);
  return {{spec.name, request.role, machine_of(spec, request)}, job != nullptr ? &job->hours : nullptr};
}

/// Whether the report before this one, for the same work by the same words, knows this computer by another
/// pseudonym: who holds both would take them for two computers. A spec's name can be claimed by anybody, who
/// would learn by it of another employer; the words of a spec are known to whoever has it.
bool has_new_pseudonym(const Report& report, const History& history) {
  constexpr int enough = 1000;
  if (report.machine.empty()) return false;
  const JobKey job{report.spec_name, report.role, report.reference};
  for (const HistoryEntry& entry : history.latest(enough).value_or(
           std::vector<HistoryEntry>())) {  // the newest first, within a second too
    if (entry.job != job) continue;
    const auto before = history.document(entry.id);
    if (before && text_of(object_of(*before, "spec"), "sha256") != report.spec_sha256) return false;
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

/// Without specs one pass over all that there is.
std::vector<Pass> passes_for_facts(const CheckRequest& request, const std::vector<Spec>& specs,
                                   const Settings& settings) {
  if (specs.empty()) return {Pass{{request.far_end}, {}, questions_of_everything(probes())}};
  return make_passes(specs, choose_far_ends(given_far_end(request), request.specs, specs, settings),
                     request.depth);
}

std::vector<Spec> specs_of(const Pass& pass, const std::vector<Spec>& specs) {
  std::vector<Spec> own;
  for (const std::size_t i : pass.specs) own.push_back(specs[i]);
  return own;
}

/// The required figures that fail for somebody: whom a rule is for is known only where it is judged.
std::set<FactKey> failing_for_anybody(const std::vector<Spec>& specs, const Facts& facts,
                                      const CheckRequest& request, const FarEnds& far_ends,
                                      std::size_t pass) {
  std::set<FactKey> failing;
  for (Spec spec : specs) {
    for (Rule& rule : spec.rules) rule.when.clear();
    Circumstances circumstances;
    circumstances.far_end = far_ends.used(spec.far_end_url, pass);
    circumstances.parts = request.parts;
    for (FactKey& key : second_look(spec, facts, circumstances)) failing.insert(std::move(key));
  }
  return failing;
}

/// Takes a second look into what the first one found. A figure has cost what both looks moved for it, also
/// where the second only came along.
void take_second(MeasuredFacts& measured, const std::set<FactKey>& failing, const Facts& again) {
  for (const FactKey& key : failing) {
    if (const Fact* second = again.find(to_string(key)))
      measured.attempts[to_string(key)] = {*measured.facts.find(to_string(key)), *second};
  }
  for (auto& [key, fact] : measured.facts.known) {
    const Fact* second = again.find(key);
    if (second == nullptr) continue;
    const Cost first = fact.cost;
    if (measured.attempts.contains(key)) fact = *second;
    fact.cost = second->cost;
    fact.cost += first;
  }
}

/// What was measured along and could not be known is no lack of what was asked for.
void forget_companions(Facts& facts, const std::vector<Spec>& specs) {
  if (specs.empty()) return;
  std::set<std::string, std::less<>> asked;
  for (const Question& question : questions_of(specs)) asked.insert(to_string(question.key));
  std::erase_if(facts.unknown, [&](const auto& entry) {
    return part_of(entry.first) == "network" && !asked.contains(entry.first);
  });
}

/// `specs`: those of the pass.
MeasuredFacts measured_for(const Pass& pass, std::size_t index, const std::vector<Spec>& specs,
                           const CheckRequest& request, Measurement& measurement) {
  MeasuredFacts measured;
  measured.facts = measurement.run(measurement.plan(pass.questions), index);
  forget_companions(measured.facts, specs);
  const auto failing = failing_for_anybody(specs, measured.facts, request, measurement.far_ends(), index);
  if (!failing.empty() && !measurement.stopped()) {
    measurement.far_ends().greet_again();
    take_second(measured, failing, measured_again(measurement, pass, failing, index));
  }
  measured.far_end = measurement.far_ends().used({}, index);
  measured.far_end_url = pass.far_end.url;
  for (const Spec& spec : specs) measured.specs.push_back(spec.name);
  return measured;
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

  bool agreed() { return attendant_.agrees(measurement_.offer(plans_, worst())); }

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
      for (const std::size_t spec : passes_[pass].specs) twice.merge(perhaps_twice({&specs_[spec], 1}));
      worst += plans_[pass].worst;
      worst += measurement_.plan(questions_about(passes_[pass], twice)).worst;
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
    attempts_[pass].push_back(only(failing, measured_again(measurement_, passes_[pass], failing, pass)));
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

tl::expected<std::vector<MeasuredFacts>, NotMeasured> measure_facts(const CheckRequest& request,
                                                                    const std::vector<Spec>& specs,
                                                                    const Settings& settings,
                                                                    Attendant& attendant,
                                                                    const std::stop_token& stop) {
  const auto passes = passes_for_facts(request, specs, settings);
  Measurement measurement(request, far_ends_of(passes), settings.run_bytes, attendant, stop);
  const auto lock = own_turn(attendant, stop);
  if (!lock) return tl::unexpected(lock.error());
  Cost worst;
  std::vector<Plan> plans;
  for (const Pass& pass : passes) {
    plans.push_back(measurement.plan(pass.questions));
    worst += plans.back().worst;
    worst += measurement.plan(questions_about(pass, perhaps_twice(specs_of(pass, specs)))).worst;
  }
  if (!attendant.agrees(measurement.offer(plans, worst))) return tl::unexpected(NotMeasured{true, {}});
  attendant.before_measuring();
  std::vector<MeasuredFacts> all;
  for (std::size_t i = 0; i < passes.size(); ++i) {
    MeasuredFacts measured = measured_for(passes[i], i, specs_of(passes[i], specs), request, measurement);
    if (i == 0 || !measured.facts.known.empty() || !measured.facts.unknown.empty())
      all.push_back(std::move(measured));
  }
  return all;
}

}  // namespace deskready
