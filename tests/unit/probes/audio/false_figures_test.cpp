// Sound as people's devices make it: no offset, tone, gate, gain control, silence at the ends, lost or
// repeated piece and no filter behind a cut-off may turn a figure good. The signals are made here by formula.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <vector>

#include "probes/audio/facts/diagnosis.h"
#include "probes/audio/facts/recording_facts.h"
#include "probes/audio/signal/faults.h"
#include "probes/audio/signal/splices.h"
#include "probes/audio/signal/tone.h"

namespace deskready::audio {
namespace {

constexpr double rate = 48000;
constexpr double tau = 2 * std::numbers::pi;
using Samples = std::vector<float>;

Samples noise(double decibels, double seconds) {
  std::mt19937 random(1);
  std::normal_distribution<float> normal(0, static_cast<float>(std::pow(10, decibels / 20)));
  Samples samples(static_cast<std::size_t>(rate * seconds));
  for (float& x : samples) x = normal(random);
  return samples;
}

/// Three seconds of a room at `floor` dBFS, then five with syllables of a buzz that rises and falls.
Samples voice(double floor) {
  Samples samples = noise(floor, 8);
  double phase = 0;
  for (std::size_t i = 3 * 48000; i < samples.size(); ++i) {
    const double t = static_cast<double>(i) / rate - 3;
    const double syllable = std::max(0.0, std::sin(tau * 1.5 * t)) * (0.6 + 0.4 * std::sin(tau * 0.37 * t));
    phase += (120 + 40 * std::sin(tau * 0.8 * t)) / rate;
    double buzz = 0;
    for (int n = 1; n <= 40; ++n) buzz += std::sin(tau * n * phase) / std::pow(n, 0.8);
    samples[i] += static_cast<float>(0.06 * syllable * buzz);
  }
  return samples;
}

Facts facts_of(const Samples& samples) {
  const auto heard = analyse(samples, rate, Hearing::speech);
  Facts facts = recording_facts(heard, {}, {});
  facts.merge(speech_facts(heard, {}, {}));
  return facts;
}

double value(const Facts& facts, std::string_view name) {
  const Fact* fact = facts.find(name);
  return fact == nullptr ? NAN : std::get<double>(fact->value);
}

std::string detail(const Facts& facts, std::string_view name) {
  const Unmeasured* why = facts.why_not(name);
  return why == nullptr ? "" : why->args.at("detail");
}

TEST(FalseFigures, AnOffsetIsNoVoice) {
  const Facts clean = facts_of(voice(-60));
  Samples samples = voice(-60);
  for (float& x : samples) x += 0.1F;
  const Facts offset = facts_of(samples);
  for (const auto name : {"audio.speech.level", "audio.snr", "audio.noise_floor", "audio.crest"})
    EXPECT_NEAR(value(offset, name), value(clean, name), 0.1) << name;
  EXPECT_NEAR(value(offset, "audio.dc_offset"), 0.1, 0.001);
  for (std::size_t i = 0; i < samples.size(); ++i)
    samples[i] += 0.1F * static_cast<float>(std::sin(tau * 0.3 * static_cast<double>(i) / rate));
  EXPECT_NEAR(value(facts_of(samples), "audio.speech.level"), value(clean, "audio.speech.level"), 0.2)
      << "it wanders";
}

TEST(FalseFigures, ASineIsNotCutOffThoughItsPeaksAreAlike) {
  Samples samples(48000 * 2);
  for (std::size_t i = 0; i < samples.size(); ++i)
    samples[i] = 0.5F * static_cast<float>(std::sin(tau * 440 * static_cast<double>(i) / rate));
  EXPECT_TRUE(is_sine(samples, rate));
  EXPECT_EQ(value(facts_of(samples), "audio.clipping"), 0);
  EXPECT_FALSE(is_sine(voice(-60), rate));
}

TEST(FalseFigures, SilenceAtTheEndsChangesNoVoice) {
  const Samples bare = voice(-60);
  Samples padded = bare;
  padded.insert(padded.end(), 8 * 48000, 0.0F);
  // P.56 takes 0.2 s behind the voice's end for speech, where there are such.
  EXPECT_NEAR(value(facts_of(padded), "audio.speech.level"), value(facts_of(bare), "audio.speech.level"),
              0.3);
  EXPECT_NEAR(value(facts_of(padded), "audio.speech.activity"),
              value(facts_of(bare), "audio.speech.activity") / 2, 0.02);
}

TEST(FalseFigures, TonesAreNoVoice) {
  EXPECT_FALSE(is_tone(voice(-60), rate));
  EXPECT_FALSE(is_tone(noise(-30, 2), rate));
  Samples busy = noise(-65, 8);
  for (std::size_t i = 0; i < busy.size(); ++i) {
    if (i / 24000 % 2 == 0)
      busy[i] += 0.1F * static_cast<float>(std::sin(tau * 425 * static_cast<double>(i) / rate));
  }
  EXPECT_TRUE(is_tone(busy, rate));
  const Facts facts = facts_of(busy);
  for (const auto name : {"audio.speech.level", "audio.snr", "audio.band_edge"})
    EXPECT_EQ(detail(facts, name), "tone_not_speech") << name;
}

TEST(FalseFigures, SilenceAtTheEndsIsNoQuietRoom) {
  Samples samples = noise(-45, 4);
  samples.insert(samples.begin(), 48000, 0.0F);
  samples.insert(samples.end(), 5 * 48000, 0.0F);
  const Facts facts = facts_of(samples);
  EXPECT_NEAR(value(facts, "audio.noise_floor"), -45, 0.5);
  EXPECT_FALSE(facts.find("audio.noise_floor")->at_most);
  EXPECT_NEAR(facts.find("audio.noise_floor")->detail.at("left_out").get<double>(), 6, 0.001);
}

TEST(FalseFigures, AGateHidesTheRoom) {
  Samples samples = voice(-45);
  // Closed but for the syllables, of which each has a third of a second.
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double t = static_cast<double>(i) / rate - 3;
    if (t < 0 || std::sin(tau * 1.5 * t) < 0.05) samples[i] = 0;
  }
  const Facts facts = facts_of(samples);
  EXPECT_EQ(detail(facts, "audio.noise_floor"), "gated_pauses");
  EXPECT_EQ(detail(facts, "audio.snr"), "gated_pauses");
}

/// As a headset's radio has it: every third sample of a smoothed copy.
Samples at_16_khz(const Samples& samples) {
  Samples fewer;
  for (std::size_t i = 1; i + 1 < samples.size(); i += 3)
    fewer.push_back((samples[i - 1] + samples[i] + samples[i + 1]) / 3);
  return fewer;
}

TEST(FalseFigures, AGateIsNoQuietRoomAtALowRateEither) {
  for (const bool gate : {false, true}) {
    Samples samples = voice(-55);
    for (std::size_t i = 0; gate && i < samples.size(); ++i) {
      const double t = static_cast<double>(i) / rate - 3;
      if (t < 0 || std::sin(tau * 1.5 * t) < 0.05) samples[i] *= 0.1F;
    }
    const auto heard = analyse(at_16_khz(samples), rate / 3, Hearing::speech);
    EXPECT_EQ(heard.perhaps_gated, gate);
    Facts facts = recording_facts(heard, {}, {});
    facts.merge(speech_facts(heard, {}, {}));
    EXPECT_EQ(detail(facts, "audio.noise_floor"), gate ? "gate_or_voice" : "");
    EXPECT_EQ(facts.find("audio.snr") == nullptr, gate);
  }
}

TEST(FalseFigures, TheLastBitAloneIsNoQuietRoom) {
  Samples samples = noise(-100, 4);
  for (float& x : samples) x = std::nearbyint(x * 32768) / 32768;
  EXPECT_EQ(detail(facts_of(samples), "audio.noise_floor"), "gated_pauses");
}

TEST(FalseFigures, AFloorThatAGainControlMovesIsNoBound) {
  Samples samples = noise(-60, 8);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double t = std::fmod(static_cast<double>(i) / rate, 4);
    samples[i] *= static_cast<float>(std::pow(10, std::min(24.0, 8 * t) / 20));
  }
  const Facts facts = facts_of(samples);
  for (const auto name : {"audio.noise_floor", "audio.noise_floor_weighted"})
    EXPECT_NE(facts.why_not(name), nullptr) << name << ": it is " << value(facts, name);
}

TEST(FalseFigures, AFilterBehindACutOffDoesNotHideIt) {
  Samples samples = voice(-60);
  EXPECT_EQ(value(facts_of(samples), "audio.clipping"), 0);
  const float most = *std::max_element(samples.begin(), samples.end());
  for (float& x : samples) x = std::clamp(x / most, -0.25F, 0.25F);
  EXPECT_GT(value(facts_of(samples), "audio.clipping"), 0.001);
  Samples rounded = samples;
  for (std::size_t i = 3; i < samples.size(); ++i)
    rounded[i] = (samples[i] + samples[i - 1] + samples[i - 2] + samples[i - 3]) / 4 +
                 1e-5F * static_cast<float>(i % 7);
  EXPECT_EQ(detail(facts_of(rounded), "audio.clipping"), "peaks_alike");
}

TEST(FalseFigures, PiecesThatComeTwiceAreDropouts) {
  Samples samples = voice(-60);
  EXPECT_EQ(find_repeats(samples, rate), 0U);
  for (const std::size_t at : {200000U, 250000U}) {
    const Samples piece(samples.begin() + at, samples.begin() + at + 480);
    samples.insert(samples.begin() + at, piece.begin(), piece.end());
  }
  EXPECT_EQ(find_repeats(samples, rate), 2U);
  EXPECT_GE(value(facts_of(samples), "audio.dropouts"), 2);
}

TEST(FalseFigures, APeriodicSoundRepeatsByItself) {
  Samples samples(96000);
  for (std::size_t i = 0; i < samples.size(); ++i)
    samples[i] = static_cast<float>(0.1 * std::sin(tau * static_cast<double>(i % 480) / 480));
  EXPECT_EQ(find_repeats(samples, rate), 0U);
}

TEST(FalseFigures, StepsAreWherePiecesAreLost) {
  Samples samples = voice(-65);
  EXPECT_EQ(find_steps(samples, rate), 0U);
  // Where the sound is far from where it was 20 ms before.
  std::size_t at = 4 * 48000;
  while (std::abs(samples[at] - samples[at + 960]) < 0.1F) ++at;
  samples.erase(samples.begin() + static_cast<std::ptrdiff_t>(at),
                samples.begin() + static_cast<std::ptrdiff_t>(at + 960));
  EXPECT_EQ(find_steps(samples, rate), 1U);
  // A click of a key rings for a millisecond.
  Samples clicked = noise(-65, 2);
  for (std::size_t i = 0; i < 200; ++i)
    clicked[48000 + i] += 0.1F * static_cast<float>(std::exp(-static_cast<double>(i) / 40) *
                                                    std::sin(0.6 * static_cast<double>(i)));
  EXPECT_EQ(find_steps(clicked, rate), 0U);
}

TEST(FalseFigures, StepsOfACoarseFormatAreNoGaps) {
  // As A-law has it: steps of 1/2048 near zero, and no zero. Slow noise dwells on one step.
  Samples samples(8000 * 10);
  std::mt19937 random(1);
  std::normal_distribution<double> normal(0, 1);
  double slow = 0;
  for (float& x : samples) {
    slow = 0.9 * slow + 0.0002 * normal(random);
    x = static_cast<float>((std::floor(slow * 2048) + 0.5) / 2048);
  }
  EXPECT_EQ(find_gaps(samples, 8000).count, 0U);
  std::fill_n(samples.begin() + 40000, 1600, 0.0F);
  EXPECT_EQ(find_gaps(samples, 8000).count, 1U) << "a fifth of a second of zeros";
}

TEST(FalseFigures, NoiseIsNoVoiceHoweverLoudItIs) {
  for (const double level : {-20.0, -45.0, -80.0}) {
    EXPECT_FALSE(has_voice(noise(level, 8), rate)) << level;
    const Facts facts = facts_of(noise(level, 8));
    for (const auto name : {"audio.speech.level", "audio.speech.activity", "audio.snr", "audio.band_edge"})
      EXPECT_EQ(detail(facts, name), "no_speech") << name << " at " << level;
    const auto found = diagnose(analyse(noise(level, 8), rate, Hearing::speech));
    EXPECT_EQ(found, std::vector{SoundFault::no_voice}) << level << ": what to do is said";
  }
  // Switched on and off, as with a hair dryer's button.
  Samples bursts = noise(-20, 8);
  for (std::size_t i = 0; i < bursts.size(); ++i) bursts[i] *= i / 48000 % 2 == 0 ? 0.001F : 1.0F;
  EXPECT_FALSE(has_voice(bursts, rate));
  // A fan's own note stays where it is.
  Samples fan = noise(-40, 8);
  for (std::size_t i = 0; i < fan.size(); ++i)
    for (int n = 1; n <= 8; ++n)
      fan[i] += static_cast<float>(0.02 * std::sin(tau * 117 * n * static_cast<double>(i) / rate));
  EXPECT_FALSE(has_voice(fan, rate));
  EXPECT_TRUE(has_voice(voice(-60), rate));
  EXPECT_TRUE(has_voice(voice(-35), rate)) << "in noise";
  EXPECT_TRUE(diagnose(analyse(noise(-45, 8), rate, Hearing::quiet)).empty()) << "none was looked for";
}

/// A voice that pauses in exact silence, as one that was made by a program, in steps of `step`.
Samples in_steps(Samples samples, double step, double offset) {
  for (float& x : samples)
    x = static_cast<float>(std::clamp(std::nearbyint((double{x} + offset) / step) * step, -1.0, 1.0));
  return samples;
}

TEST(FalseFigures, CoarseFormatsLoseNothingByTheirSteps) {
  for (const double gain : {1.0, 8.0}) {
    Samples loud = voice(-90);
    for (float& x : loud) x *= static_cast<float>(gain);
    for (const double offset : {0.0, 0.05}) {
      EXPECT_EQ(find_gaps(in_steps(loud, 1.0 / 128, offset), rate).count, 0U) << gain << " " << offset;
      EXPECT_EQ(find_gaps(in_steps(loud, 16.0 / 32768, offset), rate).count, 0U) << gain << " " << offset;
    }
  }
}

TEST(FalseFigures, ALossIsFoundInEightBitsWhereItIsAmidLoudSound) {
  Samples samples = in_steps(noise(-12, 2), 1.0 / 128, 0);
  std::size_t at = 48000;
  while (std::min(std::abs(samples[at - 1]), std::abs(samples[at + 960])) < 0.15F) ++at;
  std::fill_n(samples.begin() + static_cast<std::ptrdiff_t>(at), 960, 0.0F);
  EXPECT_EQ(find_gaps(samples, rate).count, 1U);
}

TEST(FalseFigures, SilenceWithAnOffsetIsNotLost) {
  Samples samples = voice(-200);
  for (float& x : samples) x = std::nearbyint((x + 0.05F) * 32768) / 32768;
  EXPECT_EQ(find_gaps(samples, rate).count, 0U);
}

TEST(FalseFigures, CornersOfFlatTopsAreNoSteps) {
  for (const double cut : {0.15, 0.3, 0.6}) {
    Samples samples = voice(-65);
    const float top = static_cast<float>(cut) * *std::max_element(samples.begin(), samples.end());
    for (float& x : samples) x = std::clamp(x, -top, top) * (0.9F / top);
    EXPECT_EQ(find_steps(samples, rate), 0U) << cut;
    EXPECT_EQ(diagnose(analyse(samples, rate, Hearing::speech)).front(), SoundFault::clipped) << cut;
  }
}

TEST(FalseFigures, AVoiceThatBreaksOffWasCut) {
  Samples samples = voice(-65);
  std::size_t at = 4 * 48000;
  const float most = *std::max_element(samples.begin(), samples.end());
  while (std::abs(samples[at]) < most / 2) ++at;
  // The rest of the syllable is missing, and the pause after it follows at once.
  samples.erase(samples.begin() + static_cast<std::ptrdiff_t>(at),
                samples.begin() + static_cast<std::ptrdiff_t>(at + 19000));
  EXPECT_EQ(find_steps(samples, rate), 1U);
}

// The steps of a voice beside it look like those of a format that faint noise does not stand above.
TEST(FalseFigures, AGapAmidNoiseBesideAVoiceIsNoProofOfNone) {
  for (const bool lost : {false, true}) {
    Samples samples = noise(-72, 2);
    for (std::size_t i = 48000; i < samples.size(); ++i)
      samples[i] += 0.05F * static_cast<float>(std::sin(tau * 300 * static_cast<double>(i - 48000) / rate));
    for (float& x : samples) x = std::nearbyint(x * 32768) / 32768;
    if (lost) std::fill_n(samples.begin() + 48000 - 192 - 2400, 2400, 0.0F);
    const Gaps found = find_gaps(samples, rate);
    EXPECT_EQ(found.count + found.gated, lost ? 1U : 0U);
  }
}

TEST(FalseFigures, AHardGateIsNotToldFromLosses) {
  Samples samples = voice(-60);
  std::fill(samples.begin() + 4 * 48000, samples.begin() + 4 * 48000 + 9600, 0.0F);
  for (std::size_t i = 4 * 48000 - 1000; i < 4U * 48000; ++i) samples[i] *= 0.5F;
  const Gaps found = find_gaps(samples, rate);
  EXPECT_EQ(found.count + found.gated, 1U);
}

}  // namespace
}  // namespace deskready::audio
