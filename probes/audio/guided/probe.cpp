#include "probes/audio/guided/probe.h"

#include <fmt/format.h>

#include <array>
#include <random>
#include <utility>

#include "probes/audio/guided/guided.h"
#include "probes/audio/guided/guided_facts.h"
#include "probes/audio/guided/languages.h"
#include "probes/audio/worker/worker_client.h"

namespace deskready::audio {
namespace {

double number_or(const Facts& facts, std::string_view name, double otherwise) {
  const Fact* fact = facts.find(name);
  const double* number = fact == nullptr ? nullptr : std::get_if<double>(&fact->value);
  return number == nullptr ? otherwise : *number;
}

GuidedRequest request_for(const Context& context, std::string_view language) {
  GuidedRequest request;
  request.language = language;
  request.seed = std::random_device{}();
  request.loss = number_or(context.facts, "network.loss", 0);
  request.burst_ratio = number_or(context.facts, "network.burst_ratio", 1);
  request.jitter = number_or(context.facts, "network.jitter", 0);
  return request;
}

/// Asks whether to begin, and says what is going on then.
std::optional<std::string> begin(std::string_view question, std::string_view meanwhile,
                                 const GuidedTexts& texts, Conversation& person) {
  const std::array ready = {std::string(texts.ready)};
  auto said = person.ask(question, ready);
  if (said) person.progress(meanwhile);
  return said;
}

/// Puts a step to the person; nothing for a skip.
std::optional<std::string> put(std::string_view step, bool written, const GuidedTexts& texts,
                               Conversation& person) {
  if (step == step::quiet) return begin(texts.quiet, texts.listening, texts, person);
  if (step == step::sentence) {
    return begin(fmt::format("{}\n\n    {}\n", texts.sentence, texts.to_read), texts.reading, texts, person);
  }
  if (step == step::digits) return begin(texts.digits, texts.playing, texts, person);
  if (step == step::unheard) return begin(texts.unheard, texts.playing, texts, person);
  if (step == step::mistaken) return begin(texts.mistaken, texts.playing, texts, person);
  if (step == step::guessed) return begin(texts.guessed, texts.playing, texts, person);
  if (step == step::again) {
    person.progress(texts.playing);
    return std::string();
  }
  if (step == step::yourself) {
    const std::array ways = {std::string(texts.internet), std::string(texts.telephone)};
    const auto way =
        person.ask(fmt::format("{} {}", texts.yourself, written ? texts.written : texts.forgotten), ways);
    if (!way) return std::nullopt;
    person.progress(texts.playing);
    return *way == texts.telephone ? "g711" : "opus";
  }
  if (step != step::typed) return std::nullopt;
  auto typed = person.ask(texts.typed, {});
  if (typed == texts.none) typed->clear();
  return typed;
}

/// A USB headset may be a dongle; only the person sees the cable.
void ask_for_cable(Context& context, const GuidedTexts& texts, Facts& facts) {
  const Fact* connection = context.facts.find("audio.headset.connection");
  const bool usb = connection != nullptr && std::get<std::string>(connection->value) == "usb";
  if (!usb || context.facts.find("audio.headset.wireless") != nullptr) return;
  const std::array answers = {std::string(texts.yes), std::string(texts.no)};
  const auto answer = context.conversation.ask(texts.cable, answers);
  if (answer != texts.yes && answer != texts.no) return;
  Fact fact;
  fact.value = answer == texts.no;
  fact.how = How::persons_answer;
  fact.at = context.clock.now();
  fact.trust = Trust::declared;
  facts.add("audio.headset.wireless", std::move(fact));
}

}  // namespace

GuidedResult measure_guided(Context& context, std::string_view language, const std::string& heard_file) {
  const GuidedTexts& texts = language_for(language).texts;
  const WallTime begin = context.clock.now();
  SoundRequest request{SoundWork::guided, 3};
  request.guided = request_for(context, language);
  request.guided.heard_file = heard_file;
  const auto results = run_worker(context.sound_worker, request, context.stop,
                                  {.may_play = [&] { return context.guard.may_play(); },
                                   .ask =
                                       [&](std::string_view step) {
                                         return put(step, !heard_file.empty(), texts, context.conversation);
                                       }},
                                  guided_deadlines());
  Facts facts = guided_facts(results, context.facts, begin);
  ask_for_cable(context, texts, facts);
  GuidedResult result{std::move(facts), {}};
  if (const auto why = results.not_done.find(step::yourself); why != results.not_done.end()) {
    result.not_heard = why->second;
  }
  return result;
}

double usual_seconds_with_person() {
  return usual_guided_seconds();
}

double most_seconds_with_person() {
  const SoundDeadlines deadlines = guided_deadlines();
  return deadlines.total + deadlines.look;
}

}  // namespace deskready::audio
