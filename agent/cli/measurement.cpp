#include "agent/cli/measurement.h"

#include <fmt/format.h>
#include <unistd.h>

#include "agent/cli/output.h"
#include "agent/talk.h"
#include "config/catalogue.h"

namespace deskready {
namespace {

bool somebody_there() {
  return isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1;
}

/// This program again, as the process that talks to the sound system.
std::vector<std::string> sound_worker_command() {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  return {error ? "/proc/self/exe" : self.string(), "audio-worker"};
}

}  // namespace

Measurement::Measurement(const CheckOptions& options, const std::string& far_end_url,
                         std::uint64_t budget_bytes)
    : options_(options),
      budget_(budget_bytes),
      conversation_(somebody_there() || options.guided, interrupts_.token(), options.unattended) {
  if (options.unattended) unattended_.emplace();
  std::string url = far_end_url;
  if (url.empty() && options.parts.contains("network")) {
    auto started = network::Responder::start({});
    if (started) {
      embedded_ = std::move(*started);
      url = embedded_->url();
    } else {
      complain(fmt::format("the embedded far end did not start: {}", started.error()));
    }
  }
  far_end_ = std::make_unique<network::FarEnd>(url);
}

Plan Measurement::plan(const std::vector<Question>& questions) const {
  Plan plan = make_plan(questions, probes(), options_.parts, options_.depth);
  if (!options_.light) return plan;
  std::erase_if(plan.steps, [this](const PlanStep& step) { return is_heavy(step, options_.depth); });
  plan.worst.bytes = 0;
  for (const PlanStep& step : plan.steps)
    plan.worst.bytes += step.probe->worst_cost(step.questions, options_.depth).bytes;
  return plan;
}

void Measurement::leave_out_heavy(const std::vector<Question>& questions, Facts& facts) const {
  Unmeasured why = unmeasured(cause_from(options_.held).value_or(Cause::postponed));
  if (!options_.held_since.empty()) why.args["since"] = options_.held_since;
  for (const PlanStep& step : make_plan(questions, probes(), options_.parts, options_.depth).steps) {
    if (!is_heavy(step, options_.depth)) continue;
    for (const Question& question : step.questions) facts.cannot(to_string(question.key), why);
  }
}

bool Measurement::agreed(const Plan& plan) {
  if (embedded_) {
    talk("No far end was named, so the line itself is not measured.\n");
    return true;
  }
  if (plan.worst.bytes == 0) return true;
  talk(fmt::format("This check uses up to {} of data and takes up to {}.\n",
                   format_quantity(static_cast<double>(plan.worst.bytes), Unit::byte, 2),
                   format_quantity(plan.worst.seconds, Unit::second, 2)));
  if (options_.yes || !somebody_there()) return true;
  return conversation_.agree("Go on?");
}

Facts Measurement::run(const std::vector<Question>& questions) {
  const RunWorld world{.clock = clock_,
                       .budget = budget_,
                       .guard = unattended_ ? static_cast<Guard&>(*unattended_) : attended_,
                       .conversation = conversation_,
                       .far_end = *far_end_,
                       .sound = options_.sound,
                       .root = options_.root,
                       .sound_worker = sound_worker_command(),
                       .depth = options_.depth,
                       .call = unattended_ ? unattended_->call() : std::stop_token()};
  Facts facts = run_plan(plan(questions), world, stop());
  conversation_.clear();
  if (options_.light) leave_out_heavy(questions, facts);
  for (const Question& question : questions) {
    const std::string key = to_string(question.key);
    const bool asks_for_all = question.key.name.find('<') != std::string::npos;
    if (asks_for_all || facts.find(key) || facts.why_not(key) ||
        !options_.parts.contains(part_of(question.key.name)))
      continue;
    facts.cannot(key, unmeasured(Cause::unsupported, question.key.name));
  }
  return facts;
}

FarEndUsed Measurement::far_end_used(const std::string& named_by_spec) {
  if (!options_.parts.contains("network")) return FarEndUsed::none;
  const auto session = far_end_->session(stop());
  if (!session) return FarEndUsed::none;
  if ((*session)->on_this_machine) return FarEndUsed::on_this_machine;
  if (named_by_spec.empty() || named_by_spec == far_end_->url()) return FarEndUsed::as_named;
  return FarEndUsed::other;
}

std::string_view to_string(FarEndUsed used) {
  switch (used) {
    case FarEndUsed::none:
      return "none";
    case FarEndUsed::on_this_machine:
      return "on_this_machine";
    case FarEndUsed::as_named:
      return "as_named";
    case FarEndUsed::other:
      return "other";
  }
  return "none";
}

}  // namespace deskready
