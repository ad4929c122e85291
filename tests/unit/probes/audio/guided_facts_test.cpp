// What the guided steps show against what was known before them.
#include "probes/audio/guided/guided_facts.h"

#include <gtest/gtest.h>

#include <cmath>

#include "probes/audio/guided/guided.h"
#include "probes/detail.h"

namespace deskready::audio {
namespace {

Fact known(double value) {
  Fact fact;
  fact.value = value;
  fact.how = How::listening;
  return fact;
}

/// What plain listening found, where nobody spoke.
Facts of_the_room() {
  Facts facts;
  for (const char* name : {"audio.clipping", "audio.peak"}) facts.add(name, known(0));
  for (const char* name : {"audio.noise_floor", "audio.noise_floor_weighted"}) facts.add(name, known(-60));
  return facts;
}

/// Ten seconds of a voice that is steady and not too loud.
Recording voice() {
  Recording spoken;
  spoken.seconds = 10;
  spoken.rate = 48000;
  spoken.peak = spoken.swing = 0.4;
  spoken.true_peak = 0.41;
  spoken.rms = 0.05;
  spoken.voice = true;
  spoken.speech_level = -24;
  spoken.activity = 0.8;
  spoken.snr = 30;
  spoken.noise_frames = 100;
  spoken.noise = -54;
  spoken.band_edge = 16000;
  return spoken;
}

/// A room of three seconds.
Listening quiet() {
  Listening room;
  room.seconds = 3;
  room.rate = 48000;
  room.peak = room.swing = 0.001;
  room.rms = 0.0003;
  room.noise_frames = 100;
  room.noise = -70;
  room.noise_weighted = -72;
  return room;
}

/// What is known of `name` once `earlier` has taken over `newer`: "-24", or the detail of its cause.
std::string after(Facts earlier, const Facts& newer, std::string_view name) {
  earlier.merge(newer);
  if (const Fact* fact = earlier.find(name))
    return std::to_string(std::lround(std::get<double>(fact->value)));
  const Unmeasured* why = earlier.why_not(name);
  if (why == nullptr) return "nothing";
  const auto detail = why->args.find("detail");
  return detail == why->args.end() ? std::string(to_string(why->cause)) : detail->second;
}

std::string after_sentence(const Recording& spoken, std::string_view name) {
  SoundResults results;
  results.spoken = spoken;
  return after(of_the_room(), guided_facts(results, of_the_room(), {}), name);
}

std::string after_quiet(const Listening& room, std::string_view name) {
  SoundResults results;
  results.listened = room;
  return after(of_the_room(), guided_facts(results, of_the_room(), {}), name);
}

TEST(GuidedFacts, OfAVoiceReplaceThoseOfTheRoom) {
  EXPECT_EQ(after_sentence(voice(), "audio.peak"), "-8");
  EXPECT_EQ(after_sentence(voice(), "audio.clipping"), "0");
  EXPECT_EQ(after_sentence(voice(), "audio.speech.level"), "-24");
  EXPECT_EQ(after_quiet(quiet(), "audio.noise_floor"), "-70");
}

TEST(GuidedFacts, StandAsTheyWereWhereAStepIsSkipped) {
  SoundResults results;
  results.not_done[std::string(step::sentence)] = unmeasured(Cause::not_asked, Detail::step_skipped);
  Facts earlier = of_the_room();
  earlier.add("audio.speech.level", known(-20));
  const Facts found = guided_facts(results, earlier, {});
  EXPECT_EQ(after(earlier, found, "audio.clipping"), "0");
  EXPECT_EQ(after(earlier, found, "audio.noise_floor"), "-60");
  EXPECT_EQ(after(earlier, found, "audio.speech.level"), "-20");
  EXPECT_EQ(after(earlier, found, "audio.snr"), "step_skipped");
}

TEST(GuidedFacts, NoClippingInARoomIsNoneOfAVoiceThatLeavesItOpen) {
  Recording spoken = voice();
  spoken.even_peaks = 0.5;
  EXPECT_EQ(after_sentence(spoken, "audio.clipping"), "peaks_alike");
  EXPECT_EQ(after_sentence(spoken, "audio.peak"), "-8");
}

TEST(GuidedFacts, ANoiseFloorThatTheSilenceLeavesOpenIsNotTheEarlierOne) {
  Listening gated = quiet();
  gated.gated = true;
  Listening moving = quiet();
  moving.noise_steady = false;
  for (const char* name : {"audio.noise_floor", "audio.noise_floor_weighted"}) {
    EXPECT_EQ(after_quiet(gated, name), "gated_pauses");
    EXPECT_EQ(after_quiet(moving, name), "noise_moves");
  }
}

TEST(GuidedFacts, WhoStaysSilentHasNoPeaks) {
  Recording silent = voice();
  silent.voice = false;
  silent.speech_level = silent.activity = silent.snr = silent.band_edge = std::nullopt;
  Recording cough = voice();
  cough.activity = 0.05;
  for (const char* name : {"audio.peak", "audio.true_peak", "audio.crest", "audio.clipping",
                           "audio.speech.level", "audio.breath"}) {
    EXPECT_EQ(after_sentence(silent, name), "no_speech") << name;
    EXPECT_EQ(after_sentence(cough, name), "too_little_speech") << name;
  }
}

// A microphone that heard the speaker says nothing of ears that were asked and guessed.
TEST(GuidedFacts, AGuessIsNoPassWhateverWasKnownBefore) {
  Fact looped;
  looped.value = true;
  Facts earlier;
  earlier.add("audio.speaker.heard", looped);
  SoundResults results;
  results.heard = HeardDigits{{{"", "123", -46}, {"384", "384", -46}}};
  const Facts found = guided_facts(results, earlier, {});
  const Unmeasured* why = found.why_not("audio.speaker.heard");
  ASSERT_NE(why, nullptr);
  EXPECT_EQ(why->args.at("detail"), "typed_without_digits");
  Facts all = earlier;
  all.merge(found);
  EXPECT_EQ(all.find("audio.speaker.heard"), nullptr);
}

TEST(GuidedFacts, TheBetterReasonIsSaid) {
  Recording muted = voice();
  muted.silent = true;
  Recording dead = voice();
  dead.stuck = true;
  Recording tone = voice();
  tone.tone = true;
  tone.voice = false;
  for (Recording* spoken : {&muted, &dead, &tone})
    spoken->speech_level = spoken->activity = spoken->snr = spoken->band_edge = std::nullopt;
  for (const char* name : {"audio.speech.level", "audio.snr", "audio.band_edge", "audio.clipping"}) {
    EXPECT_EQ(after_sentence(muted, name), "muted_on_the_way") << name;
    EXPECT_EQ(after_sentence(dead, name), "converter_dead") << name;
    EXPECT_EQ(after_sentence(tone, name), "tone_not_speech") << name;
  }
}

}  // namespace
}  // namespace deskready::audio
