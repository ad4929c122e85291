#include "agent/check/measuring/run.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

#include "agent/check/measuring/counted.h"
#include "agent/check/measuring/load_guard.h"
#include "config/facts/fact_key.h"
#include "probes/detail.h"
#include "probes/network/far_end/far_end.h"

namespace deskready {
namespace {

/// One run of a plan. Each step has a thread, which waits until the steps it comes after have ended and
/// nobody else holds what it occupies.
class Run {
 public:
  Run(const Plan& plan, const RunWorld& world, std::stop_token stop)
      : plan_(plan),
        world_(world),
        stop_(std::move(stop)),
        ended_(plan.steps.size(), false),
        company_left_(std::count_if(plan.steps.begin(), plan.steps.end(), is_company)),
        person_(world.conversation, static_cast<std::size_t>(company_left_)) {
    if (company_left_ == 0) company_ = std::stop_source(std::nostopstate);
  }

  Facts all() {
    {
      std::vector<std::jthread> threads;
      threads.reserve(plan_.steps.size());
      for (std::size_t i = 0; i < plan_.steps.size(); ++i) threads.emplace_back([this, i] { step(i); });
    }
    for (const PlanStep& step : plan_.steps) answer_left_over(step);
    return std::move(facts_);
  }

 private:
  void step(std::size_t index) {
    const PlanStep& step = plan_.steps[index];
    Facts before;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] { return may_start(index); });
      if (step.probe->occupies != Occupies::nothing) occupied_.push_back(step.probe->occupies);
      before = facts_;
    }
    Facts found = stop_.stop_requested() ? Facts{} : measure_unless_called(step, before);
    {
      const std::lock_guard lock(mutex_);
      facts_.merge(own(*step.probe, std::move(found)));
      ended_[index] = true;
      std::erase(occupied_, step.probe->occupies);
      if (is_company(step)) person_.part_ended();
      if (is_company(step) && --company_left_ == 0) company_.request_stop();
    }
    changed_.notify_all();
  }

  /// Without what the catalogue gives to another probe: two must not answer one question.
  static Facts own(const Probe& probe, Facts found) {
    const auto foreign = [&](const auto& entry) {
      const auto key = parse_fact_key(entry.first);
      return !key || !answers(probe, *key);
    };
    std::erase_if(found.known, foreign);
    std::erase_if(found.unknown, foreign);
    return found;
  }

  /// What a call would do to the computer: probes that watch it look while these run.
  static bool is_company(const PlanStep& step) {
    return step.probe->occupies == Occupies::link || step.probe->occupies == Occupies::sound;
  }

  /// Steps stand in the plan's order, so of two that share a thing the earlier goes first.
  bool may_start(std::size_t index) const {
    const Probe& probe = *plan_.steps[index].probe;
    for (std::size_t i = 0; i < index; ++i) {
      if (ended_[i]) continue;
      const Probe& earlier = *plan_.steps[i].probe;
      const bool shares = probe.occupies != Occupies::nothing && probe.occupies == earlier.occupies;
      const bool reads = std::find(probe.after.begin(), probe.after.end(), earlier.name) != probe.after.end();
      if (shares || reads) return false;
    }
    return std::find(occupied_.begin(), occupied_.end(), probe.occupies) == occupied_.end();
  }

  /// What disturbs a call ends when one begins, and is then `busy`.
  Facts measure_unless_called(const PlanStep& step, const Facts& before) {
    if (step.probe->occupies != Occupies::sound && !is_heavy(step, world_.depth))
      return measure(step, before, stop_);
    std::stop_source own;
    const auto end = [&own] { own.request_stop(); };
    const std::stop_callback by_person(stop_, end);
    const std::stop_callback by_call(world_.call, end);
    Facts found = measure(step, before, own.get_token());
    if (!world_.call.stop_requested() || stop_.stop_requested()) return found;
    for (auto& [key, why] : found.unknown) {
      if (why.cause == Cause::stopped) why = unmeasured(Cause::busy);
    }
    return found;
  }

  /// What one load of this step lasts at most. A step answers several questions with one load, so their costs
  /// do not add up.
  double longest_load(const PlanStep& step) const {
    double longest = 0;
    for (const Question& question : step.questions)
      longest = std::max(longest, step.probe->worst_cost({&question, 1}, world_.depth).seconds);
    return longest;
  }

  /// Load stays on this machine where the far end does; targets are somewhere else.
  bool loads_a_line(const PlanStep& step, const std::stop_token& stop) const {
    if (step.probe->occupies != Occupies::link) return false;
    if (std::any_of(step.questions.begin(), step.questions.end(),
                    [](const Question& question) { return !question.place.empty(); }))
      return true;
    const auto session = world_.far_end.session(stop);
    return session && !(*session)->on_this_machine;
  }

  Facts measure(const PlanStep& step, const Facts& before, const std::stop_token& stop) {
    const bool loads = loads_a_line(step, stop);
    const LineLock::Turn turn =
        loads && world_.line != nullptr ? world_.line->take(stop, world_.waiting) : LineLock::Turn();
    LoadGuard guard(world_.guard, world_.clock, world_.budget, longest_load(step), loads);
    Context context{.questions = step.questions,
                    .depth = world_.depth,
                    .facts = before,
                    .stop = stop,
                    .clock = world_.clock,
                    .budget = world_.budget,
                    .guard = guard,
                    .conversation = person_,
                    .far_end = world_.far_end,
                    .sound = world_.sound,
                    .root = world_.root,
                    .sound_worker = world_.sound_worker,
                    .company = company_.get_token(),
                    .relay_credentials = world_.relay_credentials,
                    .sent_note = world_.sent_note};
    // Probes do not throw; a library below one may (out of memory), and then one probe is lost and not the
    // run.
    try {
      return step.probe->measure(context);
    } catch (const std::exception& error) {
      Facts none;
      answer_the_rest(none, context, unmeasured(Cause::failed, SystemText(error.what())));
      return none;
    }
  }

  void answer_left_over(const PlanStep& step) {
    const Unmeasured why =
        stop_.stop_requested() ? unmeasured(Cause::stopped) : unmeasured(Cause::failed, Detail::probe_silent);
    answer_the_rest(facts_, step.questions, why);
  }

  const Plan& plan_;
  const RunWorld& world_;
  const std::stop_token stop_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<bool> ended_;
  std::vector<Occupies> occupied_;
  std::stop_source company_;
  std::ptrdiff_t company_left_;
  CountedConversation person_;  ///< counts what takes time
  Facts facts_;
};

}  // namespace

Facts run_plan(const Plan& plan, const RunWorld& world, const std::stop_token& stop) {
  return Run(plan, world, stop).all();
}

}  // namespace deskready
