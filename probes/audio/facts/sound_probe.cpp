#include "probes/audio/facts/sound_probe.h"

#include <algorithm>

#include "probes/audio/facts/sound_facts.h"
#include "probes/audio/worker/worker_client.h"
#include "probes/detail.h"

namespace deskready::audio {
namespace {

// With the loop after it, sound takes at most 8 s.
constexpr double listen_seconds = 1.8;

SoundWork allowed(ScheduledSound sound) {
  if (sound == ScheduledSound::loop) return SoundWork::loop;
  return sound == ScheduledSound::listen ? SoundWork::listen : SoundWork::devices;
}

std::string_view doing(SoundWork work) {
  if (work == SoundWork::loop) return "Listening to the microphone and the speaker";
  return work == SoundWork::listen ? "Listening to the microphone" : "Looking for the headset";
}

}  // namespace

Cost sound_cost(std::span<const Question> questions, Depth) {
  const double longest = work_for(questions) == SoundWork::devices
                             ? SoundDeadlines{}.server
                             : SoundDeadlines{}.total + SoundDeadlines{}.look;
  return {0, longest};
}

double usual_sound_seconds(std::span<const Question> questions, Depth) {
  return work_for(questions) == SoundWork::devices ? 1 : 5;
}

Facts measure_sound(Context& context) {
  Facts facts;
  if (context.root != "/") {
    answer_the_rest(facts, context, unmeasured(Cause::unsupported, Detail::recorded_makes_no_sound));
    return facts;
  }
  const SoundWork work = std::min(work_for(context.questions), allowed(context.sound));
  context.conversation.progress(doing(work));
  const WallTime begin = context.clock.now();
  const auto results = run_worker(context.sound_worker, {work, listen_seconds}, context.stop,
                                  {.may_play = [&] { return context.guard.may_play(); }});
  facts = sound_facts(results, work, begin);
  // The plain names are answered; a statistic of one is not worked out.
  answer_the_rest(facts, context, unmeasured(Cause::unsupported, Detail::plain_figure_only));
  return facts;
}

}  // namespace deskready::audio
