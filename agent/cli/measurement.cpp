#include "agent/cli/measurement.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "agent/cli/output.h"
#include "agent/cli/own_history.h"
#include "agent/terminal/talk.h"
#include "config/facts/catalogue.h"
#include "config/spec/far_end_url.h"
#include "probes/audio/guided/probe.h"
#include "reports/history/history.h"

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

/// Each opening of the microphone is in the history, whatever the report says.
void keep_always(const Facts& facts) {
  for (const auto& [key, fact] : facts.known) {
    const FactInfo* info = find_fact(std::string_view(key));
    const double* value = std::get_if<double>(&fact.value);
    if (info == nullptr || !info->always_kept || value == nullptr) continue;
    auto history = own_history();
    const auto kept = history ? history->save_sample(info->name, fact.at, *value)
                              : tl::expected<void, std::string>(tl::unexpected(history.error()));
    if (!kept) complain(fmt::format("\"{}\" is not kept in the history: {}", info->label, kept.error()));
  }
}

}  // namespace

Measurement::Measurement(const CheckOptions& options, std::span<const FarEndChoice> far_ends,
                         std::uint64_t budget_bytes)
    : options_(options),
      budget_(budget_bytes),
      conversation_(somebody_there() || options.guided, interrupts_.token(), options.unattended) {
  if (options.unattended) unattended_.emplace();
  for (const FarEndChoice& choice : far_ends) {
    const std::string url = choice.url.empty() ? embedded_url() : choice.url;
    const auto same = std::find_if(far_ends_.begin(), far_ends_.end(), [&](const Known& known) {
      return same_far_end(known.far_end->url(), url);
    });
    of_pass_.push_back(static_cast<std::size_t>(same - far_ends_.begin()));
    if (same == far_ends_.end())
      far_ends_.push_back({std::make_unique<network::FarEnd>(url, 5, choice.named_by)});
  }
}

std::string Measurement::embedded_url() {
  if (!options_.parts.contains("network")) return {};
  if (!embedded_) {
    auto started = network::Responder::start({});
    if (!started) {
      complain(fmt::format("the embedded far end did not start: {}", started.error()));
      return {};
    }
    embedded_ = std::move(*started);
  }
  return embedded_->url();
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

bool Measurement::agreed(const Cost& worst) {
  if (embedded_) {
    talk("No far end was named, so the line itself is not measured.\n");
    if (options_.welcome) {
      talk(fmt::format("It costs next to no data and takes up to {}.\n",
                       format_quantity(worst.seconds, Unit::second, 2)));
    }
    return true;
  }
  if (worst.bytes == 0) return true;
  for (const Known& known : far_ends_) {
    if (!options_.parts.contains("network") || known.far_end->url().empty()) continue;
    talk(fmt::format("The line is measured to {}; whoever runs it sees this computer's internet address.\n",
                     network::host_name(known.far_end->url())));
  }
  talk(fmt::format("This check uses up to {} of data and takes up to {}.\n",
                   format_quantity(static_cast<double>(std::min(worst.bytes, budget_.left())), Unit::byte, 2),
                   format_quantity(worst.seconds, Unit::second, 2)));
  if (options_.yes || !somebody_there()) return true;
  return conversation_.agree("Go on?");
}

Facts Measurement::run(const std::vector<Question>& questions, std::size_t pass) {
  const RunWorld world{.clock = clock_,
                       .budget = budget_,
                       .guard = unattended_ ? static_cast<Guard&>(*unattended_) : attended_,
                       .conversation = conversation_,
                       .far_end = far_end(pass),
                       .sound = options_.sound,
                       .root = options_.root,
                       .sound_worker = sound_worker_command(),
                       .depth = options_.depth,
                       .call = unattended_ ? unattended_->call() : std::stop_token()};
  Facts facts = run_plan(plan(questions), world, stop());
  conversation_.clear();
  if (options_.light) leave_out_heavy(questions, facts);
  tell_of_far_end(pass);
  keep_always(facts);
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

void Measurement::greet_again() {
  if (!options_.parts.contains("network")) return;
  for (const Known& known : far_ends_) {
    const auto session = known.far_end->session(stop());
    // A public speed test grants nothing that could end, and finding out its kind costs data.
    if (!session || !(*session)->public_service) known.far_end->forget();
  }
}

void Measurement::tell_of_far_end(std::size_t pass) {
  Known& known = far_ends_[of_pass_[pass]];
  if (known.told || !options_.parts.contains("network") || stop().stop_requested()) return;
  known.told = true;
  const std::string host = network::host_name(known.far_end->url());
  const auto session = known.far_end->session(stop());
  if (!session) {
    const auto detail = session.error().args.find("detail");
    const bool busy = session.error().cause == Cause::far_end_busy;
    complain(fmt::format("the line was not measured, the far end {} {}{}", host,
                         busy ? "is serving as many checks as it can" : "failed",
                         detail == session.error().args.end() ? "" : ": " + detail->second));
  } else if ((*session)->public_service) {
    complain(fmt::format(
        "{} is a public speed test: it shows download, upload and round trip, and nothing else", host));
  }
}

Facts Measurement::guided(const Facts& facts) {
  if (options_.root != "/") return {};
  Context context{.questions = {},
                  .facts = facts,
                  .stop = stop(),
                  .clock = clock_,
                  .budget = budget_,
                  .guard = attended_,
                  .conversation = conversation_,
                  .far_end = far_end(0),
                  .sound_worker = sound_worker_command()};
  auto guided = audio::measure_guided(context, options_.language, options_.heard_file);
  conversation_.clear();
  keep_always(guided.facts);
  if (guided.not_heard && (guided.not_heard->cause != Cause::not_asked || !options_.heard_file.empty())) {
    complain(fmt::format("your voice was not {}: {}", options_.heard_file.empty() ? "played" : "written",
                         guided.not_heard->args["detail"]));
  }
  return std::move(guided.facts);
}

FarEndUsed Measurement::far_end_used(const std::string& named_by_spec, std::size_t pass) {
  if (!options_.parts.contains("network")) return FarEndUsed::none;
  const bool as_named = named_by_spec.empty() || same_far_end(named_by_spec, far_end(pass).url());
  const auto session = far_end(pass).session(stop());
  // Why another employer's far end failed is not this one's to know.
  if (!session) return as_named ? FarEndUsed::none : FarEndUsed::other;
  if ((*session)->on_this_machine) return FarEndUsed::on_this_machine;
  return as_named ? FarEndUsed::as_named : FarEndUsed::other;
}

}  // namespace deskready
