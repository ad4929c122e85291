#include "agent/check/looks.h"

#include <algorithm>
#include <span>
#include <utility>

#include "config/facts/key_subject.h"
#include "config/spec/line_server.h"
#include "config/spec/spec.h"
#include "config/spec/targets/target_place.h"
#include "probes/audio/guided/probe.h"
#include "reports/over_time/rule_standing.h"

namespace deskready {
namespace {

/// What a job's settings name counts only where the spec names none.
GivenFarEnd given_far_end(const CheckRequest& request) {
  return {request.far_end, !request.unattended, request.chosen_before};
}

std::vector<FarEndChoice> far_ends_of(const std::vector<Pass>& passes) {
  std::vector<FarEndChoice> far_ends;
  for (const Pass& pass : passes) far_ends.push_back(pass.far_end);
  return far_ends;
}

/// Without what is answered at once, as all that needs a far end is where there is none.
Plan costly_plan(const CheckRequest& request, const Pass& pass, std::vector<Question> questions) {
  if (pass.far_end.url.empty())
    std::erase_if(questions, [](const Question& question) { return about_far_end(question.key); });
  return plan_for(request, std::move(questions));
}

bool lacks_far_end(const Pass& pass) {
  return pass.far_end.url.empty() &&
         std::any_of(pass.questions.begin(), pass.questions.end(),
                     [](const Question& question) { return about_far_end(question.key); });
}

double usual_seconds(const CheckRequest& request, std::span<const Pass> passes) {
  double seconds = 0;
  for (const Pass& pass : passes) seconds += costly_plan(request, pass, pass.questions).usual_seconds;
  return seconds;
}

/// Of those to which something is sent, without repetitions, the ones that are only tried, or the others.
std::vector<std::string> hosts_of_targets(std::span<const Plan> plans, bool tried) {
  std::set<std::string> hosts;
  for (const Plan& plan : plans) {
    for (const PlanStep& step : plan.steps) {
      for (const Question& question : step.questions) {
        if (tried == line_server_place(question.place).has_value()) continue;
        for (std::string& host : hosts_at(question.place)) hosts.insert(std::move(host));
      }
    }
  }
  return {hosts.begin(), hosts.end()};
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

}  // namespace

tl::expected<RunLock, NotMeasured> own_turn(Attendant& attendant, const std::stop_token& stop) {
  auto lock = RunLock::acquire(stop, [&](std::string_view process) {
    attendant.remark({RemarkCode::another_check_runs, std::string(process)});
  });
  if (!lock) return tl::unexpected(NotMeasured{false, lock.error()});
  return std::move(*lock);
}

std::vector<Pass> passes_for(const CheckRequest& request, const std::vector<Spec>& specs,
                             const Settings& settings) {
  return make_passes(specs, choose_far_ends(given_far_end(request), request.specs, specs, settings),
                     request.depth);
}

Cost worst_cost(const CheckRequest& request, const std::vector<Spec>& specs, std::span<const Pass> passes) {
  Cost worst;
  for (const Pass& pass : passes) {
    std::set<FactKey> twice;
    for (const std::size_t spec : pass.specs) twice.merge(perhaps_twice({&specs[spec], 1}));
    worst += costly_plan(request, pass, pass.questions).worst;
    worst += costly_plan(request, pass, questions_about(pass, twice)).worst;
  }
  return worst;
}

Looks::Looks(const CheckRequest& request, const std::vector<Spec>& specs, std::vector<Pass> passes,
             std::uint64_t budget_bytes, Attendant& attendant, const std::stop_token& stop)
    : request_(request),
      specs_(specs),
      attendant_(attendant),
      passes_(std::move(passes)),
      measurement_(request, far_ends_of(passes_), budget_bytes, attendant, stop) {
  for (const Pass& pass : passes_) plans_.push_back(measurement_.plan(pass.questions));
}

Offer Looks::offer() const {
  const Cost worst = worst_cost(request_, specs_, passes_);
  const bool person = measurement_.takes_a_person();
  return {
      .hosts = measurement_.far_ends().hosts(),
      .some_without = measurement_.far_ends().some_without() &&
                      std::any_of(passes_.begin(), passes_.end(), lacks_far_end),
      .worst = {worst.bytes, worst.seconds + (person ? audio::most_seconds_with_person() : 0)},
      .usual_seconds = usual_seconds(request_, passes_) + (person ? audio::usual_seconds_with_person() : 0),
      .most_bytes = std::min(worst.bytes, measurement_.bytes_left()),
      .targets = hosts_of_targets(plans_, false),
      .tried = hosts_of_targets(plans_, true)};
}

bool Looks::agreed() {
  if (!attendant_.agrees(offer())) return false;
  attendant_.before_measuring();
  return true;
}

std::vector<Facts> Looks::first() {
  std::vector<Facts> first;
  for (std::size_t pass = 0; pass < passes_.size(); ++pass) {
    first.push_back(measurement_.run(plans_[pass], pass));
    if (pass == 0 && measurement_.takes_a_person())
      first.front().merge(measurement_.guided(first.front(), passes_.front().questions));
  }
  return first;
}

std::optional<Facts> Looks::second(std::size_t pass, const std::set<FactKey>& failing) {
  if (failing.empty() || measurement_.stopped()) return std::nullopt;
  // What a far end granted for the first looks may have ended.
  if (!std::exchange(greeted_again_, true)) measurement_.far_ends().greet_again();
  return measurement_.run(measurement_.plan(with_companions(questions_about(passes_[pass], failing))), pass);
}

}  // namespace deskready
