#include "agent/check/measurement.h"

#include <algorithm>
#include <filesystem>

#include "agent/check/measuring/run.h"
#include "agent/check/past/own_history.h"
#include "agent/machine/own_program.h"
#include "config/base/folders.h"
#include "config/base/json/json_read.h"
#include "config/facts/catalogue.h"
#include "probes/audio/guided/probe.h"
#include "probes/detail.h"
#include "reports/assess/finding.h"
#include "reports/words/cause_words.h"
#include "reports/words/detail_words.h"
#include "reports/words/value_words.h"

namespace deskready {
namespace {

/// This program again, as the process that talks to the sound system.
std::vector<std::string> sound_worker_command() {
  return {program_to_start_again().string(), "audio-worker"};
}

void answer_left_out(const Plan& plan, const CheckRequest& request, Facts& facts) {
  Unmeasured why = unmeasured(request.held.value_or(Cause::postponed));
  if (!request.held_since.empty()) why.args["since"] = request.held_since;
  for (const PlanStep& step : plan.left_out) {
    for (const Question& question : step.questions) facts.cannot(to_string(question.key), why);
  }
}

void answer_unknown(const Plan& plan, const CheckRequest& request, Facts& facts) {
  for (const Question& question : plan.asked) {
    const std::string key = to_string(question.key);
    const bool asks_for_all = question.key.name.find('<') != std::string::npos;
    if (asks_for_all || facts.find(key) || facts.why_not(key) ||
        !request.parts.contains(part_of(question.key.name)))
      continue;
    facts.cannot(
        key, unmeasured(Cause::unsupported, {Detail::key_unsupported, {{"key", Term(question.key.name)}}}));
  }
}

/// Beside each figure that shows a trouble of the line where that was found to lie: it may be judged again
/// without what found it.
void note_place(Facts& facts) {
  std::string trouble, place;
  for (const auto& [key, fact] : facts.known) {
    const FactInfo* info = info_of_key(key);
    const auto* value = std::get_if<std::string>(&fact.value);
    if (info == nullptr || info->condition != "fault" || value == nullptr) continue;
    trouble = text_of(fact.detail, "trouble");
    place = *value;
  }
  if (trouble.empty()) return;
  for (auto& [key, fact] : facts.known) {
    const FactInfo* info = info_of_key(key);
    if (info != nullptr && info->trouble == trouble) fact.detail["trouble_at"] = place;
  }
}

}  // namespace

Plan plan_for(const CheckRequest& request, std::vector<Question> questions) {
  return make_plan(std::move(questions), probes(), {request.parts, request.depth, request.light});
}

Measurement::Measurement(const CheckRequest& request, std::span<const FarEndChoice> far_ends,
                         std::uint64_t budget_bytes, Attendant& attendant, std::stop_token stop)
    : request_(request),
      attendant_(attendant),
      stop_(std::move(stop)),
      budget_(budget_bytes),
      far_ends_(far_ends, request.parts.contains("network"), attendant, stop_),
      line_(line_lock_folder(), clock_) {
  if (request.unattended) unattended_.emplace();
}

Facts Measurement::run(const Plan& plan, std::size_t pass) {
  const RunWorld world{.clock = clock_,
                       .budget = budget_,
                       .guard = unattended_ ? static_cast<Guard&>(*unattended_) : attended_,
                       .conversation = attendant_,
                       .far_end = far_ends_.of(pass),
                       .sound = request_.sound,
                       .root = request_.root,
                       .sound_worker = sound_worker_command(),
                       .depth = request_.depth,
                       .line = &line_,
                       .waiting = [this] { attendant_.remark({RemarkCode::another_account_measures}); },
                       .relay_credentials = relay_credentials_,
                       .sent_note = state_folder() / "sent-lately",
                       .call = unattended_ ? unattended_->call() : std::stop_token()};
  Facts facts = run_plan(plan, world, stop_);
  attendant_.progress_ended();
  answer_left_out(plan, request_, facts);
  far_ends_.tell(pass);
  note_place(facts);
  keep_always(facts);
  answer_unknown(plan, request_, facts);
  return facts;
}

bool Measurement::takes_a_person() const {
  return request_.guided && request_.parts.contains("audio") && request_.root == "/";
}

Facts Measurement::guided(const Facts& facts, std::span<const Question> asked) {
  Context context{.questions = {},
                  .facts = facts,
                  .stop = stop_,
                  .clock = clock_,
                  .budget = budget_,
                  .guard = attended_,
                  .conversation = attendant_,
                  .far_end = far_ends_.of(0),
                  .sound_worker = sound_worker_command()};
  auto guided = audio::measure_guided(context, request_.language, request_.heard_file);
  attendant_.progress_ended();
  keep_always(guided.facts);
  tell_found(guided.facts, asked);
  const bool to_file = !request_.heard_file.empty();
  if (guided.not_heard && (guided.not_heard->cause != Cause::not_asked || to_file)) {
    attendant_.remark({to_file ? RemarkCode::voice_not_written : RemarkCode::voice_not_played,
                       {},
                       unmarked(detail_sentence("en", guided.not_heard->args))});
  }
  return std::move(guided.facts);
}

/// Who took part hears what it showed, whatever the specs ask for; what it did not show is missed by nobody
/// where they do not.
void Measurement::tell_found(const Facts& facts, std::span<const Question> asked) {
  for (const auto& [key, fact] : facts.known) {
    const FactInfo* info = find_fact(std::string_view(key));
    if (info == nullptr || info->always_kept) continue;
    attendant_.remark({RemarkCode::found_with_person, std::string(info->label),
                       unmarked(value_words("en", measured_of(fact), info))});
  }
  for (const auto& [key, why] : facts.unknown) {
    const FactInfo* info = find_fact(std::string_view(key));
    const bool is_asked = std::any_of(asked.begin(), asked.end(), [&name = key](const Question& question) {
      return question.key.name == name;
    });
    if (info == nullptr || info->always_kept || !is_asked) continue;
    attendant_.remark({RemarkCode::found_with_person, std::string(info->label),
                       unmarked(cause_sentence("en", why.cause, why.args))});
  }
}

void Measurement::keep_always(const Facts& facts) {
  for (const auto& [key, fact] : facts.known) {
    const FactInfo* info = find_fact(std::string_view(key));
    const double* value = std::get_if<double>(&fact.value);
    if (info == nullptr || !info->always_kept || value == nullptr) continue;
    auto history = own_history(attendant_);
    const auto kept = history ? history->save_sample(info->name, fact.at, *value)
                              : tl::expected<void, std::string>(tl::unexpected(history.error()));
    if (!kept) attendant_.remark({RemarkCode::figure_not_kept, std::string(info->name), kept.error()});
  }
}

}  // namespace deskready
