#include "agent/check/check.h"

#include <algorithm>
#include <set>

#include "agent/check/circumstances.h"
#include "agent/check/documents.h"
#include "agent/check/measurement.h"
#include "agent/check/own_figures.h"
#include "agent/check/past/allowance.h"
#include "agent/check/past/earlier.h"
#include "agent/check/past/from_history.h"
#include "agent/check/past/keep.h"
#include "agent/check/past/line_choices.h"
#include "agent/check/past/look_back.h"
#include "agent/check/past/own_history.h"
#include "agent/check/past/tried_before.h"
#include "config/base/folders.h"
#include "config/base/json/json_read.h"
#include "config/facts/catalogue.h"
#include "config/facts/key_subject.h"
#include "config/spec/chain/needs.h"
#include "probes/machine/halts.h"
#include "probes/network/far_end/url.h"

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

/// What is measured along is no second attempt of its own.
Facts only(const std::set<FactKey>& keys, const Facts& all) {
  Facts own;
  for (const FactKey& key : keys) {
    if (const Fact* fact = all.find(to_string(key))) own.add(to_string(key), *fact);
    if (const Unmeasured* why = all.why_not(to_string(key))) own.cannot(to_string(key), *why);
  }
  return own;
}

/// Rules over time are judged from the earlier checks of the same spec and work on this computer, whoever
/// asked for them.
OwnChecks whose_checks(const Spec& spec, const std::string& name, const CheckRequest& request,
                       const Settings& settings) {
  const Job* job = job_for(settings, name, request.role, request.reference);
  return {{spec.name, request.role, machine_of(spec, request)}, job != nullptr ? &job->hours : nullptr};
}

/// What stands in a report's head of each part that is asked about, which costs nothing where it is read.
void add_conditions(std::vector<Question>& questions) {
  for (const FactInfo& info : catalogue()) {
    const auto is_of_part = [&](const Question& question) {
      return part_of(question.key.name) == part_of(info.name);
    };
    const FactKey own{std::string(info.name), {}, {}, {}};
    const auto is_own = [&](const Question& question) { return question.key == own; };
    if (!info.condition.empty() && !info.with_line &&
        std::any_of(questions.begin(), questions.end(), is_of_part) &&
        std::none_of(questions.begin(), questions.end(), is_own))
      questions.push_back({own, {}});
  }
}

/// By which kind of connection, as a report's conditions have it; empty where it was not known.
std::string link_of(const Facts& facts) {
  for (const auto& [key, fact] : facts.known) {
    const FactInfo* const info = find_fact(std::string_view(key));
    const auto* const kind = std::get_if<std::string>(&fact.value);
    if (info != nullptr && info->condition == "link" && kind != nullptr) return *kind;
  }
  return {};
}

/// What a recheck asks, and what it measures beside that.
std::vector<Pass> passes_of(const CheckRequest& request, const std::vector<Spec>& specs,
                            const Settings& settings, const std::optional<Earlier>& earlier) {
  std::vector<Pass> passes = passes_for(request, specs, settings);
  for (Pass& pass : passes) {
    if (earlier) pass.questions = with_companions(questions_about(pass, earlier->again));
    add_conditions(pass.questions);
  }
  return passes;
}

/// A recheck greets no far end of which it asks nothing.
CheckRequest measured_part(CheckRequest request, const std::optional<Earlier>& earlier) {
  const auto of_line = [](const FactKey& key) { return part_of(key.name) == "network"; };
  if (earlier && std::none_of(earlier->again.begin(), earlier->again.end(), of_line))
    request.parts.erase("network");
  return request;
}

/// A recheck goes on with the far end that a person chose for its check, as far as the settings let it; says
/// so where it measures the line.
CheckRequest with_far_end_of_before(CheckRequest request, const std::optional<Earlier>& earlier,
                                    const Settings& settings, Attendant& attendant) {
  if (!earlier || request.unattended || !request.far_end.empty()) return request;
  const auto choices = LineChoices::open(state_folder());
  const auto choice = choices ? choices->of_check(earlier->newest.id) : std::nullopt;
  const bool in_public = choice && choice->to == LineChoice::To::public_test;
  if (choice && !(in_public && settings.public_tests.use == PublicTests::Use::never)) {
    request.far_end = choice->address;
    request.public_test = in_public;
  }
  std::string address = request.far_end;
  if (address.empty() && !request.chosen_before.empty()) address = request.chosen_before.front();
  if (!address.empty() && measured_part(request, earlier).parts.contains("network"))
    attendant.remark({RemarkCode::far_end_of_before, network::host_name(address)});
  return request;
}

CheckRequest asking_again(CheckRequest request, const std::optional<Earlier>& earlier) {
  if (earlier) request.ask_again = {earlier->questions.begin(), earlier->questions.end()};
  return request;
}

/// One run over all specs. Its functions are called once each, in their order here.
class Check {
 public:
  Check(const CheckRequest& request, const std::vector<Spec>& specs, const Settings& settings,
        Attendant& attendant, const std::stop_token& stop, std::optional<Earlier> earlier)
      : earlier_(std::move(earlier)),
        request_(asking_again(request, earlier_)),
        measured_part_(measured_part(request, earlier_)),
        specs_(specs),
        settings_(settings),
        attendant_(attendant),
        looks_(measured_part_, specs, passes_of(request, specs, settings, earlier_),
               allowance(request, settings, attendant), attendant, stop),
        measurement_(looks_.measurement()),
        passes_(looks_.passes()),
        pass_of_(pass_of_specs(specs, passes_)) {
    measurement_.use_credentials(settings.relay_credentials);
  }

  bool agreed() { return looks_.agreed(); }

  void measure() {
    head_.started = measurement_.clock().now();
    begin_ = measurement_.clock().monotonic();  // the time of day may be set meanwhile
    halts_ = halts();
    first_look();
    circumstances_ = circumstances_of(specs_, pass_of_, request_, head_.started, measurement_.far_ends(),
                                      measurement_.clock(), attendant_);
    if (earlier_) take_circumstances();
    fill();
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
    note_pauses();
    if (measurement_.alone() != LineLock::Alone::yes)
      head_.conditions["line_lock"] = to_string(measurement_.alone());
    head_.cost = {measurement_.bytes(),
                  std::chrono::duration<double>(measurement_.clock().monotonic() - begin_).count()};
    if (earlier_) take_earlier();
    Checked checked;
    checked.reports =
        documents(specs_, passes_, attempts_, circumstances_, request_, head_, all_tried_before());
    keep(checked.reports, request_.unattended, attendant_);
    keep_far_end(checked.reports);
    if (const auto all = needs_together(specs_))
      checked.together = make_report(*all, attempts_.front(), circumstances_.front(), head_);
    checked.interrupted = head_.interrupted;
    return checked;
  }

 private:
  /// For each spec. A recheck has its own way of remembering, and without a history nothing is.
  std::vector<Tried> all_tried_before() {
    std::vector<Tried> all(specs_.size());
    if (earlier_ || !request_.parts.contains("network")) return all;
    const auto history = own_history(attendant_);
    for (std::size_t i = 0; history && i < specs_.size(); ++i) {
      const LineUsed used{link_of(attempts_[pass_of_[i]].front()),
                          std::string(to_string(circumstances_[i].far_end)),
                          request_.unattended ? std::string() : request_.far_end};
      all[i] = tried_shortly_before(specs_[i], request_, machine_of(specs_[i], request_), *history, used,
                                    head_.started);
    }
    return all;
  }

  void note_pauses() {
    const Halts now = halts();
    if (stopped_between(halts_, now)) head_.conditions["paused"] = true;
    if (slept_between(halts_, now)) head_.conditions["slept"] = true;
  }

  /// What was known with somebody's help, and of a far end that this run did not need or reach, stays so.
  void take_circumstances() {
    Circumstances& own = circumstances_.front();
    own.guided = own.guided || earlier_->guided;
    const auto is_of_line = [](const auto& entry) {
      const auto key = parse_fact_key(entry.first);
      return key && about_far_end(*key);
    };
    const auto& known = attempts_.front().front().known;
    const auto used = far_end_used_from(text_of(earlier_->newest.conditions, "far_end"));
    if (used && stands_of_line(*earlier_) && std::none_of(known.begin(), known.end(), is_of_line))
      own.far_end = *used;
  }

  /// What the person named for this check is good for what is measured of it again.
  void keep_far_end(const std::vector<Report>& reports) {
    if (request_.unattended || request_.far_end.empty()) return;
    const auto to = request_.public_test ? LineChoice::To::public_test : LineChoice::To::far_end;
    auto choices = LineChoices::open(state_folder());
    if (!choices) return attendant_.remark({RemarkCode::far_end_not_kept, {}, choices.error()});
    for (const Report& report : reports)
      choices->keep_for_check(report.id, {to, request_.far_end, head_.started});
    if (const auto saved = choices->save(); !saved)
      attendant_.remark({RemarkCode::far_end_not_kept, {}, saved.error()});
  }

  /// After the looks at the history, which has it already.
  void take_earlier() {
    attempts_.front() = with_earlier(*earlier_, attempts_.front());
    head_.recheck_of = earlier_->newest.id;
    head_.valid_at_most = earlier_->newest.valid_until;
  }

  /// One attempt for each pass.
  void first_look() {
    std::vector<Facts> first = looks_.first();
    for (std::size_t pass = 1; pass < passes_.size(); ++pass)
      first[pass] = facts_of_pass(first.front(), first[pass]);
    for (Facts& facts : first) attempts_.push_back({std::move(facts)});
  }

  /// Required network rules that failed are measured once more at the end; one failure alone decides nothing.
  void look_again(std::size_t pass) {
    std::set<FactKey> failing;
    for (const std::size_t spec : passes_[pass].specs) {
      for (FactKey& key : second_look(specs_[spec], attempts_[pass].front(), circumstances_[spec]))
        failing.insert(std::move(key));
    }
    if (const auto again = looks_.second(pass, failing)) attempts_[pass].push_back(only(failing, *again));
  }

  void fill() {
    for (std::size_t pass = 0; pass < passes_.size(); ++pass)
      fill_from_history(attempts_[pass], passes_[pass], specs_, request_, settings_, head_.started,
                        measurement_.far_ends().used({}, pass), attendant_);
  }

  const std::optional<Earlier> earlier_;  ///< of a recheck, which is of one spec
  const CheckRequest request_;
  const CheckRequest measured_part_;
  const std::vector<Spec>& specs_;
  const Settings& settings_;
  Attendant& attendant_;
  Looks looks_;
  Measurement& measurement_;
  const std::vector<Pass>& passes_;
  const std::vector<std::size_t> pass_of_;
  ReportHead head_;
  std::chrono::nanoseconds begin_{};
  Halts halts_;
  std::vector<Attempts> attempts_;
  std::vector<Circumstances> circumstances_;
};

tl::expected<Earlier, std::string> earlier_of(const CheckRequest& request, const Spec& spec,
                                              Attendant& attendant) {
  const auto history = own_history(attendant);
  if (!history) return tl::unexpected(history.error());
  return earlier_checks(spec, request, machine_of(spec, request), *history, SystemClock().now());
}

}  // namespace

tl::expected<Checked, NotMeasured> run_check(const CheckRequest& request, const std::vector<Spec>& specs,
                                             const Settings& settings, Attendant& attendant,
                                             const std::stop_token& stop) {
  // What is left of an allowance is known only after the run before has ended.
  const auto lock = own_turn(attendant, stop);
  if (!lock) return tl::unexpected(lock.error());
  std::optional<Earlier> earlier;
  if (request.recheck) {
    auto found = earlier_of(request, specs.front(), attendant);
    if (!found) return tl::unexpected(NotMeasured{false, found.error()});
    if (found->nothing_to_do()) return Checked{{found->newest}, {}, false, true};
    earlier = std::move(*found);
  }
  const CheckRequest own = with_far_end_of_before(request, earlier, settings, attendant);
  Check check(own, specs, settings, attendant, stop, std::move(earlier));
  if (!check.agreed()) return tl::unexpected(NotMeasured{true, {}});
  check.measure();
  return check.write_up();
}

}  // namespace deskready
