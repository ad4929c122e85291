// Figures of signals that are made here by formula, and of P.56 as ITU-T's own tool gives them.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <random>
#include <vector>

#include "probes/audio/signal/analysis.h"
#include "probes/audio/signal/band.h"
#include "probes/audio/signal/faults.h"
#include "probes/audio/signal/hum.h"
#include "probes/audio/signal/level.h"
#include "probes/audio/signal/played/pilot.h"
#include "probes/audio/signal/played/sweep.h"
#include "probes/audio/signal/spectrum.h"
#include "probes/audio/signal/speech_level.h"
#include "probes/audio/signal/true_peak.h"
#include "probes/audio/signal/weighting.h"

namespace deskready::audio {
namespace {

constexpr double rate = 48000;
constexpr double tau = 2 * std::numbers::pi;

std::vector<float> sine(double amplitude, double seconds, double hertz, double at_rate = rate,
                        double phase = 0) {
  std::vector<float> samples(static_cast<std::size_t>(at_rate * seconds));
  for (std::size_t i = 0; i < samples.size(); ++i) {
    samples[i] =
        static_cast<float>(amplitude * std::sin(tau * hertz * static_cast<double>(i) / at_rate + phase));
  }
  return samples;
}

std::vector<float> noise(double sigma, double seconds, unsigned seed = 1) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal(0, static_cast<float>(sigma));
  std::vector<float> samples(static_cast<std::size_t>(rate * seconds));
  for (float& x : samples) x = normal(random);
  return samples;
}

void mix(std::vector<float>& into, const std::vector<float>& sound, std::size_t at = 0, double gain = 1) {
  for (std::size_t i = 0; i < sound.size() && at + i < into.size(); ++i) {
    into[at + i] += static_cast<float>(gain * sound[i]);
  }
}

// The rows of ITU-T's Software Tool Library, actlev, at 16 kHz. That tool stops to interpolate at 0.5 dB.
TEST(SpeechLevel, OfASineIsThatOfTheReference) {
  const auto found = speech_level(sine(0.1 * std::numbers::sqrt2, 10, 1000, 16000), 16000);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->long_term, -20.000, 0.001);
  EXPECT_NEAR(found->level, -19.990, 0.2);
  EXPECT_NEAR(found->activity, 0.99773, 0.01);
}

TEST(SpeechLevel, OfAGatedSineIsThatOfTheReference) {
  auto samples = sine(0.1 * std::numbers::sqrt2, 10, 1000, 16000);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if ((i / 16000) % 2 == 1) samples[i] = 0;
  }
  const auto found = speech_level(samples, 16000);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->long_term, -23.011, 0.001);
  EXPECT_NEAR(found->level, -21.061, 0.2);
  EXPECT_NEAR(found->activity, 0.63826, 0.01);
}

TEST(SpeechLevel, OfSilenceIsNone) {
  EXPECT_FALSE(speech_level(std::vector<float>(160000, 0.0F), 16000));
  EXPECT_FALSE(speech_level({}, 16000));
  EXPECT_FALSE(speech_level(noise(1e-5, 1), rate)) << "below the lowest threshold";
}

TEST(SpeechLevel, MovesWithTheGainAndNotWithTheRate) {
  const auto loud = speech_level(sine(0.4, 4, 500), rate);
  const auto quiet = speech_level(sine(0.04, 4, 500, 16000), 16000);
  EXPECT_NEAR(loud.value().level - quiet.value().level, 20, 0.05);
}

TEST(Weighting, IsThatOfTheStandard) {
  // IEC 61672-1, table 3, A-weighting at nominal frequencies; exact ones differ by less than 0.1 dB.
  EXPECT_NEAR(a_weighting(1000), 0, 0.01);
  EXPECT_NEAR(a_weighting(50.12), -30.2, 0.06);
  EXPECT_NEAR(a_weighting(100), -19.1, 0.06);
  EXPECT_NEAR(a_weighting(3981), 1.0, 0.06);
  EXPECT_NEAR(a_weighting(10000), -2.5, 0.06);
}

TEST(Weighting, TakesHumOutOfTheNoiseFloor) {
  auto samples = noise(0.0001, 3);
  mix(samples, sine(0.01, 3, 50));
  EXPECT_NEAR(noise_floor(samples, rate).value().level, -43, 0.2);
  // The tone's -43.0 dB less 30.3 dB, and the white noise's -80 dB less its weighting's 2.4 dB or so.
  EXPECT_NEAR(weighted_noise_floor(samples, rate).value().level, -73.2, 0.7);
}

TEST(Weighting, LeavesAToneAtOneKilohertzAlone) {
  EXPECT_NEAR(weighted_noise_floor(sine(0.01, 2, 1000), rate).value().level, -43.01, 0.05);
}

TEST(TruePeak, SeesBetweenTheSamples) {
  // A quarter of the rate, sampled 45 degrees beside its summits: samples reach 0.707 of the wave.
  const auto samples = sine(0.5, 1, rate / 4, rate, std::numbers::pi / 4);
  EXPECT_NEAR(peak(samples), 0.5 / std::numbers::sqrt2, 1e-6);
  EXPECT_NEAR(true_peak(samples, rate).value(), 0.5, 0.02);
  EXPECT_FALSE(true_peak({}, rate));
}

TEST(Hum, IsFoundWithItsMainsAndLevel) {
  for (const int mains : {50, 60}) {
    auto samples = noise(0.0003, 3, 5);
    mix(samples, sine(0.003, 3, mains * 1.001));
    mix(samples, sine(0.002, 3, mains * 3.003));
    const auto hum = find_hum(samples, rate);
    ASSERT_TRUE(hum);
    EXPECT_EQ(hum->mains, mains);
    EXPECT_NEAR(hum->level, 10 * std::log10((9e-6 + 4e-6) / 2), 1.0);
    EXPECT_GT(hum->excess, 15);
  }
}

TEST(Hum, IsNotInNoise) {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    EXPECT_LT(find_hum(noise(0.001, 3, seed), rate).value().excess, 3) << seed;
  }
}

TEST(Hum, NeedsTimeAndSound) {
  EXPECT_FALSE(find_hum(noise(0.001, 1), rate));
  EXPECT_FALSE(find_hum(std::vector<float>(96000, 0.0F), rate));
}

TEST(Clipping, IsNotTheSummitOfASlowWave) {
  auto slow = sine(0.5, 1, 50);
  for (float& x : slow) x = std::nearbyint(x * 32768) / 32768;
  EXPECT_EQ(clipping_share(slow), 0);
  for (float& x : slow) x = std::nearbyint(x * 128) / 128;
  EXPECT_EQ(clipping_share(slow), 0);
}

TEST(Gaps, AreNoFadesIntoDigitalSilence) {
  auto samples = sine(0.1, 1, 200);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double t = static_cast<double>(i) / static_cast<double>(samples.size());
    const auto gain = static_cast<float>(std::clamp(std::abs(t - 0.5) * 4 - 0.5, 0.0, 1.0));
    samples[i] = std::nearbyint(samples[i] * gain * gain * 32768) / 32768;
  }
  EXPECT_EQ(find_gaps(samples, rate).count, 0U);
}

TEST(Gaps, AreNoPausesOfANoiseGate) {
  for (const double ramp_seconds : {0.002, 0.005, 0.02}) {
    auto samples = noise(0.05, 1);
    const auto ramp = static_cast<std::size_t>(ramp_seconds * rate);
    for (std::size_t i = 20000; i < 30000; ++i) {
      const double closing = static_cast<double>(20000 + ramp - i) / static_cast<double>(ramp);
      const double opening =
          (static_cast<double>(i) - 30000.0 + static_cast<double>(ramp)) / static_cast<double>(ramp);
      samples[i] *= static_cast<float>(std::max({0.0, i < 20000 + ramp ? closing : 0.0, opening}));
    }
    EXPECT_EQ(find_gaps(samples, rate).count, 0U) << ramp_seconds;
  }
}

TEST(Gaps, MayHoldTheLastValue) {
  auto samples = noise(0.001, 1);
  std::fill_n(samples.begin() + 10000, 480, samples[9999]);
  EXPECT_EQ(find_gaps(samples, rate).count, 1U);
}

TEST(Stuck, MayToggleItsLastBit) {
  std::vector<float> samples(4800, 0.25F);
  for (std::size_t i = 0; i < samples.size(); i += 7) samples[i] += 1.0F / 32768;
  EXPECT_TRUE(stuck(samples));
}

TEST(Breath, IsALowBurst) {
  auto samples = noise(0.001, 2);
  mix(samples, sine(0.3, 0.1, 40), 48000);
  EXPECT_EQ(breath_bursts(samples, rate), 1U);
  EXPECT_EQ(breath_bursts(sine(0.3, 2, 300), rate), 0U);
  auto offset = noise(0.001, 2);
  for (float& x : offset) x += 0.2F;
  EXPECT_EQ(breath_bursts(offset, rate), 0U);
}

/// The way through a loop with one echo.
std::vector<float> through(const std::vector<float>& sound, std::size_t delay, double gain, double seconds,
                           double sigma) {
  auto recorded = noise(sigma, seconds, 3);
  mix(recorded, sound, delay, gain);
  return recorded;
}

double loss_of(const std::vector<float>& sound, const std::vector<float>& recorded) {
  const auto loss = echo_return_loss(impulse_response(sound, recorded, rate, 60, 19000).value());
  return loss ? loss->decibels : -1;
}

TEST(Sweep, StaysBelowItsAmplitude) {
  const auto sound = exponential_sweep(rate, 0.8, 50, 20000, 0.1);
  EXPECT_NEAR(peak(sound), 0.1, 1e-4);
  EXPECT_LT(std::abs(sound.back()), 0.001);
}

TEST(EchoReturnLoss, IsTheGainOfTheEcho) {
  const auto sound = exponential_sweep(rate, 0.8, 50, 20000, 0.1);
  for (const double loss : {0.0, 20.0, 30.0, 40.0}) {
    const auto recorded = through(sound, 8192, std::pow(10, -loss / 20), 1.7, 0.0001);
    EXPECT_NEAR(loss_of(sound, recorded), loss, 0.5);
  }
}

TEST(EchoReturnLoss, DoesNotTakeTheRoomForAnEcho) {
  // The room is 6 dB above the echo's own level.
  const auto sound = exponential_sweep(rate, 0.8, 50, 20000, 0.1);
  const auto recorded = through(sound, 8192, 0.1, 1.7, 0.014);
  EXPECT_NEAR(loss_of(sound, recorded), 20, 1);
}

TEST(EchoReturnLoss, AddsUpSeveralEchoes) {
  const auto sound = exponential_sweep(rate, 0.8, 50, 20000, 0.1);
  auto recorded = through(sound, 8192, 0.1, 1.7, 0.0001);
  mix(recorded, sound, 8192 + 2400, 0.1);
  EXPECT_NEAR(loss_of(sound, recorded), 17, 0.5);
}

TEST(EchoReturnLoss, IsNotToldFromNoiseAlone) {
  const auto sound = exponential_sweep(rate, 0.8, 50, 20000, 0.01);
  const auto response = impulse_response(sound, noise(0.01, 1.7), rate, 60, 19000);
  EXPECT_FALSE(echo_return_loss(response.value()));
  EXPECT_FALSE(first_arrival(response.value()));
}

TEST(EchoReturnLoss, TellsHowFarTheNoiseMovesIt) {
  // 95 % of 100 must hold the set loss: fewer than 88 come about once in a thousand.
  const auto sound = exponential_sweep(rate, 0.6, 60, 20000, 0.1);
  int within = 0;
  for (unsigned seed = 1; seed <= 100; ++seed) {
    auto recorded = noise(0.005, 1.2, seed);
    mix(recorded, sound, 4800, 0.1);
    const auto loss = echo_return_loss(impulse_response(sound, recorded, rate, 60, 19000).value());
    ASSERT_TRUE(loss);
    EXPECT_LT(loss->high - loss->low, 2);
    within += loss->low <= 20 && 20 <= loss->high ? 1 : 0;
  }
  EXPECT_GE(within, 88);
}

TEST(FirstArrival, IsTheDirectWayThoughAReflectionIsStronger) {
  const auto sound = exponential_sweep(rate, 0.6, 60, 20000, 0.1);
  auto recorded = noise(0.0001, 1.2, 3);
  mix(recorded, sound, 4800, 0.1);
  mix(recorded, sound, 4842, -0.12);
  const auto found = first_arrival(impulse_response(sound, recorded, rate, 60, 19000).value());
  ASSERT_TRUE(found);
  EXPECT_NEAR(*found * rate, 4800, 0.5);
}

TEST(FirstArrival, StandsApartFromAReflectionOfTwoSamplesLater) {
  const auto sound = exponential_sweep(rate, 0.6, 60, 20000, 0.1);
  auto recorded = noise(0.0001, 1.2, 3);
  mix(recorded, sound, 4800, 0.1);
  mix(recorded, sound, 4802, -0.04);
  const auto found = first_arrival(impulse_response(sound, recorded, rate, 60, 19000).value());
  ASSERT_TRUE(found);
  EXPECT_NEAR(*found * rate, 4800, 1);
}

TEST(FrequencyResponse, IsThatOfAKnownFilter) {
  // y[n] = (x[n] + x[n-1]) / 2 has the magnitude cos(pi f / rate).
  const auto sound = exponential_sweep(rate, 0.8, 50, 20000, 0.1);
  auto recorded = through(sound, 4800, 0.5, 1.7, 1e-6);
  mix(recorded, sound, 4801, 0.5);
  const auto response = impulse_response(sound, recorded, rate, 60, 19000).value();
  const std::array<double, 4> hertz = {200, 1000, 8000, 14000};
  for (const auto& [f, decibels] : frequency_response(response, hertz)) {
    EXPECT_NEAR(decibels, 20 * std::log10(std::cos(std::numbers::pi * f / rate)), 0.2) << f;
  }
  EXPECT_FALSE(electrical(response) && usable_band(response, 19000) < 10000);
}

TEST(Electrical, IsAFlatLoopOnly) {
  const auto sound = exponential_sweep(rate, 0.8, 50, 20000, 0.1);
  EXPECT_TRUE(
      electrical(impulse_response(sound, through(sound, 4800, 0.9, 1.7, 1e-5), rate, 60, 19000).value()));
  auto air = through(sound, 4800, 0.1, 1.7, 1e-5);
  mix(air, sound, 4803, 0.09);
  EXPECT_FALSE(electrical(impulse_response(sound, air, rate, 60, 19000).value()));
}

TEST(ThdN, OfAddedHarmonicsIsTheirShare) {
  auto samples = sine(0.1, 0.6, 997);
  EXPECT_LT(thd_n(samples, rate, 997).value(), -100);
  mix(samples, sine(0.001, 0.6, 1994));
  mix(samples, sine(0.001, 0.6, 2991));
  EXPECT_NEAR(thd_n(samples, rate, 997).value(), 10 * std::log10(2e-4 / (1 + 2e-4)), 0.05);
}

TEST(ThdN, CountsNoise) {
  auto samples = sine(0.1, 1, 997);
  mix(samples, noise(0.001, 1));
  // White noise below 20 of 24 kHz.
  EXPECT_NEAR(thd_n(samples, rate, 997).value(), 10 * std::log10(1e-6 * 20 / 24 / 0.005), 0.3);
  EXPECT_FALSE(thd_n(noise(0.01, 1), rate, 997));
}

TEST(Pilot, ShowsClockDrift) {
  for (const double ppm : {-50.0, 0.0, 50.0}) {
    auto samples = sine(0.01, 0.8, 997 * (1 + ppm * 1e-6));
    mix(samples, noise(0.0003, 0.8, 9));
    const auto track = track_pilot(samples, rate, 997);
    ASSERT_TRUE(track);
    EXPECT_NEAR(track->drift * 1e6, ppm, 5);
    EXPECT_LT(track->drift_error * 1e6, 10);
    EXPECT_EQ(track->jumps, 0U);
    EXPECT_NEAR(track->level, 20 * std::log10(0.01 / std::numbers::sqrt2), 0.3);
  }
}

TEST(Pilot, ShowsLostAndSilencedPieces) {
  const auto whole = sine(0.1, 1, 997);
  for (const std::size_t lost : {std::size_t{230}, std::size_t{1000}, std::size_t{4807}}) {
    auto samples = whole;
    samples.erase(samples.begin() + 20000, samples.begin() + 20000 + static_cast<std::ptrdiff_t>(lost));
    EXPECT_EQ(track_pilot(samples, rate, 997).value().jumps, 1U) << lost;
  }
  auto silenced = whole;
  std::fill_n(silenced.begin() + 20000, 480, 0.0F);
  EXPECT_EQ(track_pilot(silenced, rate, 997).value().jumps, 1U);
}

TEST(Pilot, IsNotInNoise) {
  EXPECT_FALSE(track_pilot(noise(0.01, 1), rate, 997));
  EXPECT_FALSE(track_pilot(std::vector<float>(48000, 0.0F), rate, 997));
}

/// Bursts of noise that are cut off at `hertz`, between pauses with a quieter noise of full width.
std::vector<float> bursts(double hertz, double background) {
  const auto white = noise(0.1, 4, 11);
  const std::size_t size = fast_size(white.size());
  Bins bins = transform(white, size);
  for (std::size_t k = 0; k < bins.size(); ++k) {
    if (static_cast<double>(k) * rate / static_cast<double>(size) > hertz) bins[k] = 0;
  }
  auto samples = inverse_transform(bins, size);
  samples.resize(white.size());
  for (std::size_t i = 0; i < samples.size(); ++i) {
    if ((i / 12000) % 2 == 1) samples[i] = 0;
  }
  mix(samples, noise(background, 4, 12));
  return samples;
}

TEST(BandEdge, IsWhereTheSignalIsCut) {
  for (const double hertz : {3400.0, 7000.0, 12000.0}) {
    const auto edge = band_edge(bursts(hertz, 0.001), rate);
    ASSERT_TRUE(edge);
    EXPECT_TRUE(edge->cut);
    EXPECT_NEAR(edge->hertz, hertz, 250);
  }
}

TEST(BandEdge, IsTheRateWhereNothingIsCut) {
  const auto edge = band_edge(bursts(24000, 0.001), rate);
  ASSERT_TRUE(edge);
  EXPECT_GT(edge->hertz, 23000);
}

TEST(BandEdge, IsNotToldWithoutSpeech) {
  EXPECT_FALSE(band_edge(noise(0.01, 3), rate));
  EXPECT_FALSE(band_edge(bursts(24000, 0.05), rate));
}

TEST(SignalToNoise, LeavesTheNoiseOutOfTheSpeech) {
  EXPECT_NEAR(signal_to_noise(-20, -60).value(), 40, 0.001);
  EXPECT_NEAR(signal_to_noise(-20 + 10 * std::log10(1.1), -30).value(), 10, 0.001);
  EXPECT_FALSE(signal_to_noise(-60, -60));
}

TEST(Analysis, OfNothingHasNoFigures) {
  EXPECT_EQ(analyse({}, rate, Hearing::speech).seconds, 0);
  const auto silent = analyse(std::vector<float>(48000, 0.0F), rate, Hearing::speech);
  EXPECT_TRUE(silent.silent);
  EXPECT_FALSE(silent.speech_level);
  EXPECT_EQ(silent.noise_frames, 0U);
}

}  // namespace
}  // namespace deskready::audio
