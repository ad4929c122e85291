// Signals of known figures: made here by formula, so that the truth does not come from the code under test.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <vector>

#include "probes/audio/signal/faults.h"
#include "probes/audio/signal/level.h"
#include "probes/audio/signal/played/chirp.h"

namespace deskready::audio {
namespace {

constexpr double rate = 48000;

std::vector<float> sine(double amplitude, double seconds, double hertz = 1000) {
  std::vector<float> samples(static_cast<std::size_t>(rate * seconds));
  for (std::size_t i = 0; i < samples.size(); ++i) {
    samples[i] = static_cast<float>(amplitude *
                                    std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / rate));
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

/// `sound` in `into` from sample `at`, times `gain`.
void mix(std::vector<float>& into, const std::vector<float>& sound, std::size_t at, double gain) {
  for (std::size_t i = 0; i < sound.size() && at + i < into.size(); ++i) {
    into[at + i] += static_cast<float>(gain * sound[i]);
  }
}

TEST(Level, OfASineIsItsAmplitudeOverRootTwo) {
  EXPECT_NEAR(rms(sine(0.1, 1)), 0.1 / std::sqrt(2.0), 1e-6);
  EXPECT_NEAR(peak(sine(0.1, 1)), 0.1, 1e-6);
  EXPECT_NEAR(dbfs(0.1).value(), -20.0, 1e-12);
}

TEST(Level, OfNothingIsNone) {
  EXPECT_FALSE(dbfs(0));
  EXPECT_FALSE(dbfs(std::nan("")));
  EXPECT_EQ(rms({}), 0);
}

TEST(Level, OffsetIsTheMean) {
  auto samples = sine(0.2, 1);
  for (float& x : samples) x += 0.05F;
  EXPECT_NEAR(dc_offset(samples), 0.05, 1e-6);
}

TEST(NoiseFloor, OfWhiteNoiseIsItsLevel) {
  const auto floor = noise_floor(noise(0.001, 3), rate);
  ASSERT_TRUE(floor);
  EXPECT_NEAR(floor->level, -60, 0.4);
  EXPECT_LE(floor->low, floor->level);
  EXPECT_GE(floor->high, floor->level);
  EXPECT_EQ(floor->frames, 60U);
}

TEST(NoiseFloor, IsNotRaisedBySpeechForHalfOfTheTime) {
  auto samples = noise(0.001, 3);
  mix(samples, sine(0.3, 1.5), 0, 1);
  EXPECT_NEAR(noise_floor(samples, rate).value().level, -60, 0.5);
}

TEST(NoiseFloor, IgnoresAnOffset) {
  auto samples = noise(0.001, 3);
  for (float& x : samples) x += 0.2F;
  EXPECT_NEAR(noise_floor(samples, rate).value().level, -60, 0.5);
}

TEST(NoiseFloor, IsNotRaisedByTheEndsOfWords) {
  // Three seconds of the room, one of sounds that stand 1 to 5 dB above it, four of speech.
  auto samples = noise(0.001, 8);
  for (std::size_t i = 3 * 48000; i < samples.size(); ++i) samples[i] *= i < 4 * 48000 ? 1.5F : 50.0F;
  EXPECT_NEAR(noise_floor(samples, rate).value().level, -60, 0.3);
}

TEST(NoiseFloor, NeedsSoundAndTime) {
  EXPECT_FALSE(noise_floor(std::vector<float>(48000, 0.0F), rate));
  EXPECT_FALSE(noise_floor(noise(0.001, 0.3), rate));
}

TEST(Clipping, CountsFullScaleSamples) {
  std::vector<float> samples(1000, 0.0F);
  samples[10] = 1.0F;
  samples[20] = -1.5F;
  EXPECT_NEAR(clipping_share(samples), 0.002, 1e-9);
}

TEST(Clipping, FindsFlatTopsBelowFullScale) {
  // A sine cut at 0.7 of its amplitude is above the cut for 1 - 2 asin(0.7) / pi of the time.
  auto samples = sine(0.8, 1, 100);
  for (float& x : samples) x = std::clamp(x, -0.56F, 0.56F);
  EXPECT_NEAR(clipping_share(samples), 1 - 2 * std::asin(0.7) / std::numbers::pi, 0.01);
}

TEST(Clipping, IsNotSeenInCleanSound) {
  EXPECT_EQ(clipping_share(sine(0.9, 1, 997)), 0);
  EXPECT_EQ(clipping_share(noise(0.01, 1)), 0);
  EXPECT_EQ(clipping_share(std::vector<float>(1000, 0.0F)), 0);
  EXPECT_EQ(clipping_share({}), 0);
}

TEST(Silence, IsExact) {
  std::vector<float> samples(1000, 0.0F);
  EXPECT_TRUE(exact_silence(samples));
  samples[999] = 1e-9F;
  EXPECT_FALSE(exact_silence(samples));
  EXPECT_FALSE(exact_silence({}));
}

TEST(Stuck, IsAConstantThatIsNotZero) {
  EXPECT_TRUE(stuck(std::vector<float>(1000, 0.25F)));
  EXPECT_FALSE(stuck(std::vector<float>(1000, 0.0F)));
  EXPECT_FALSE(stuck(noise(0.001, 0.1)));
}

TEST(Gaps, AreRunsOfZerosInsideSound) {
  auto samples = noise(0.001, 1);
  std::fill_n(samples.begin() + 10000, 480, 0.0F);
  std::fill_n(samples.begin() + 20000, 4800, 0.0F);
  const Gaps found = find_gaps(samples, rate);
  EXPECT_EQ(found.count, 2U);
  EXPECT_NEAR(found.seconds, 0.11, 1e-9);
  EXPECT_NEAR(found.longest, 0.1, 1e-9);
}

TEST(Gaps, AreNeitherSilenceAtTheEndsNorSingleZeros) {
  auto samples = noise(0.001, 1);
  std::fill_n(samples.begin(), 4800, 0.0F);
  std::fill(samples.end() - 4800, samples.end(), 0.0F);
  std::fill_n(samples.begin() + 20000, 20, 0.0F);
  EXPECT_EQ(find_gaps(samples, rate).count, 0U);
}

TEST(Chirp, StaysBelowItsAmplitudeAndBeginsAndEndsQuietly) {
  const auto sound = chirp(rate, 0.25, 0.25);
  ASSERT_EQ(sound.size(), 12000U);
  EXPECT_LE(peak(sound), 0.25);
  EXPECT_GT(peak(sound), 0.249);
  EXPECT_LT(std::abs(sound.front()), 0.001);
  EXPECT_LT(std::abs(sound.back()), 0.001);
}

TEST(Echo, IsFoundAtItsDelayAndGain) {
  const auto sound = chirp(rate, 0.25, 0.25);
  auto recorded = noise(0.001, 1);
  mix(recorded, sound, 6784, 0.1);
  const auto echo = find_echo(sound, recorded, rate);
  ASSERT_TRUE(echo);
  EXPECT_TRUE(credible(*echo));
  EXPECT_NEAR(echo->delay, 6784 / rate, 0.1 / rate);
  EXPECT_NEAR(echo->gain_db, -20, 0.1);
}

TEST(Echo, IsFoundBelowTheNoise) {
  const auto sound = chirp(rate, 0.25, 0.25);
  auto recorded = noise(0.02, 1, 7);
  mix(recorded, sound, 9000, 0.04);
  const auto echo = find_echo(sound, recorded, rate);
  ASSERT_TRUE(echo);
  EXPECT_TRUE(credible(*echo));
  EXPECT_NEAR(echo->delay, 9000 / rate, 1 / rate);
}

TEST(Echo, IsFoundUpsideDown) {
  const auto sound = chirp(rate, 0.25, 0.25);
  std::vector<float> recorded(48000, 0.0F);
  mix(recorded, sound, 4800, -1);
  const auto echo = find_echo(sound, recorded, rate);
  ASSERT_TRUE(echo);
  EXPECT_TRUE(credible(*echo));
  EXPECT_NEAR(echo->delay, 0.1, 0.1 / rate);
}

TEST(Echo, ArrivesByTheDirectWayThoughAReflectionIsStronger) {
  const auto sound = chirp(rate, 0.25, 0.25);
  auto recorded = noise(0.0001, 1);
  mix(recorded, sound, 4800, 0.1);
  mix(recorded, sound, 4872, 0.11);
  const auto echo = find_echo(sound, recorded, rate);
  ASSERT_TRUE(echo);
  EXPECT_TRUE(credible(*echo));
  EXPECT_NEAR(echo->delay * rate, 4800, 1);
}

TEST(Echo, IsNotBelievedInNoise) {
  const auto sound = chirp(rate, 0.25, 0.25);
  for (unsigned seed = 1; seed <= 20; ++seed) {
    const auto echo = find_echo(sound, noise(0.05, 1, seed), rate);
    ASSERT_TRUE(echo);
    EXPECT_FALSE(credible(*echo)) << seed << ": " << echo->over_noise;
  }
}

TEST(Echo, IsNotBelievedInASteadyTone) {
  const auto sound = chirp(rate, 0.25, 0.25);
  const auto echo = find_echo(sound, sine(0.3, 1), rate);
  ASSERT_TRUE(echo);
  EXPECT_FALSE(credible(*echo));
}

TEST(Echo, HasNoDelayWithTwoEqualReturns) {
  const auto sound = chirp(rate, 0.25, 0.25);
  auto recorded = noise(0.0001, 1);
  mix(recorded, sound, 4800, 0.5);
  mix(recorded, sound, 9600, 0.5);
  const auto echo = find_echo(sound, recorded, rate);
  ASSERT_TRUE(echo);
  EXPECT_FALSE(credible(*echo));
}

TEST(Echo, IsNoneInSilenceOrTooShortARecording) {
  const auto sound = chirp(rate, 0.25, 0.25);
  EXPECT_FALSE(find_echo(sound, std::vector<float>(48000, 0.0F), rate));
  EXPECT_FALSE(find_echo(sound, std::vector<float>(100, 0.1F), rate));
}

}  // namespace
}  // namespace deskready::audio
