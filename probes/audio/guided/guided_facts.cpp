#include "probes/audio/guided/guided_facts.h"

#include <cmath>
#include <utility>

#include "probes/audio/facts/recording_facts.h"
#include "probes/audio/figures/sound_figures.h"
#include "probes/audio/guided/guided.h"

namespace deskready::audio {
namespace {

/// Why the levels in what was read aloud are no levels of speech; nothing where they are.
std::optional<Unmeasured> why_no_voice(const Recording& spoken) {
  constexpr double least_speech_seconds = 3;
  if (auto why = why_no_figures(spoken)) return why;
  if (!spoken.speech_level)
    return unmeasured(Cause::condition, spoken.tone ? Detail::tone_not_speech : Detail::no_speech);
  // Levels of a cough are none either.
  if (spoken.activity.value_or(0) * spoken.seconds < least_speech_seconds)
    return unmeasured(Cause::too_few_samples, Detail::too_little_speech);
  return std::nullopt;
}

/// The causes of what was not done, by step, for the facts that the step would have given.
class Result {
 public:
  Result(const SoundResults& results, const Facts& earlier, WallTime now)
      : results_(results), earlier_(earlier), now_(now) {}

  Facts facts() {
    quiet();
    sentence();
    digits();
    if (results_.open_seconds) {
      Fact opened;
      opened.value = *results_.open_seconds;
      opened.how = How::open_in_guide;
      opened.at = now_;
      facts_.add("audio.microphone.opened", std::move(opened));
    }
    return std::move(facts_);
  }

 private:
  Unmeasured why_not(std::string_view step) const {
    const auto found = results_.not_done.find(step);
    return found != results_.not_done.end() ? found->second : results_.why_not(SoundWork::listen);
  }

  /// What brought nothing leaves what an earlier probe found.
  void brought_nothing(std::string_view name, const Unmeasured& why) {
    if (earlier_.find(name) == nullptr) facts_.cannot(name, why);
  }

  /// The figures of a recording that this step tells better than any other: what it leaves open is open,
  /// whatever an earlier probe found.
  void take(const Facts& found, GuidedStep step) {
    for (const SoundFigure& figure : sound_figures) {
      if (figure.step != step) continue;
      if (const Fact* fact = found.find(figure.fact)) facts_.add(figure.fact, *fact);
      if (const Unmeasured* why = found.why_not(figure.fact)) facts_.cannot(figure.fact, *why);
    }
  }

  /// A silence that was skipped, or in which a microphone was muted, says nothing of the room.
  void quiet() {
    if (!results_.listened || why_no_figures(*results_.listened)) return;
    take(recording_facts(*results_.listened, How::asked_to_be_quiet, now_), GuidedStep::silence);
  }

  void sentence() {
    if (!results_.spoken) {
      const auto why = why_not(step::sentence);
      for (const auto name : speech_fact_names()) brought_nothing(name, why);
      return;
    }
    const Recording& spoken = *results_.spoken;
    Facts heard = recording_facts(spoken, How::sentence_read, now_);
    heard.merge(speech_facts(spoken, How::sentence_read, now_));
    if (const auto why = why_no_voice(spoken)) {
      for (const SoundFigure& figure : sound_figures) {
        if (figure.step == GuidedStep::sentence) heard.cannot(figure.fact, *why);
      }
    }
    take(heard, GuidedStep::sentence);
  }

  void digits() {
    if (!results_.heard) return brought_nothing("audio.speaker.heard", why_not(step::digits));
    const HearingProof proof = proof_of(*results_.heard);
    // Not even where the microphone heard the speaker before: the person's ears were asked, and left it open.
    if (!proof.heard) return facts_.cannot("audio.speaker.heard", unmeasured(Cause::condition, proof.why));
    Fact heard;
    heard.value = *proof.heard;
    heard.how = *proof.heard ? Method(How::digits_typed, {{"level", std::lround(proof.level)}})
                             : Method(How::digits_not_understood);
    heard.samples = results_.heard->rounds.size();
    heard.at = now_;
    facts_.add("audio.speaker.heard", std::move(heard));
  }

  const SoundResults& results_;
  const Facts& earlier_;
  WallTime now_;
  Facts facts_;
};

}  // namespace

Facts guided_facts(const SoundResults& results, const Facts& earlier, WallTime now) {
  return Result(results, earlier, now).facts();
}

}  // namespace deskready::audio
