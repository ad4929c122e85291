// The whole sound measurement against a simulated headset with one fault at a time: the truth is what the
// simulation was set to.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/headset/simulated_headset.h"

namespace deskready::audio {
namespace {

SessionResult run(SimulatedFaults faults) {
  SimulatedHeadset headset(std::move(faults));
  return run_simulated(headset);
}

constexpr std::size_t second = 48000;

TEST(Session, OfAGoodLoopFindsNoFault) {
  SimulatedHeadset headset({});
  const auto result = run_simulated(headset);
  ASSERT_TRUE(result.listened && result.looped);
  EXPECT_TRUE(result.troubles.empty());
  EXPECT_NEAR(result.listened->noise, 20 * std::log10(0.0003), 0.5);
  EXPECT_EQ(result.listened->gaps, 0U);
  EXPECT_NEAR(result.listened->lost_seconds, 0, 1e-9);
  const Looping& loop = *result.looped;
  ASSERT_EQ(loop.delays.size(), 2U);
  EXPECT_NEAR(loop.delays[0] * 48000, 6784, 0.5);
  EXPECT_EQ(loop.channels, "straight");
  EXPECT_NEAR(loop.echo_return_loss.value_or(-1), 0, 0.2);
  EXPECT_NEAR(loop.drift.value_or(1) * 1e6, 0, 5);
  EXPECT_EQ(loop.jumps, 0U);
  EXPECT_TRUE(loop.electrical);
  EXPECT_GT(loop.band.value_or(0), 18000);
}

TEST(Session, StartsQuietlyAndStaysQuietWhenTheLoopIsHeard) {
  SimulatedHeadset headset({});
  run_simulated(headset);
  EXPECT_LE(headset.loudest(), 0.0101);
}

TEST(Session, NeverPlaysAboveItsLimit) {
  SimulatedHeadset headset({.gain = 0});
  const auto result = run_simulated(headset);
  ASSERT_TRUE(result.looped);
  EXPECT_TRUE(result.looped->delays.empty());
  EXPECT_LE(headset.loudest(), std::pow(10, -12.0 / 20));
  EXPECT_EQ(headset.playbacks(), 3);
}

TEST(Session, MeasuresTheSetDelayToTheSample) {
  for (const std::size_t delay : {std::size_t{500}, std::size_t{6784 + 4800}, std::size_t{6784 + 14400}}) {
    const auto result = run({.delay = delay, .gain = 0.1});
    ASSERT_TRUE(result.looped && result.looped->delays.size() == 2);
    EXPECT_NEAR(result.looped->delays[0] * 48000, static_cast<double>(delay), 1);
  }
}

TEST(Session, MeasuresTheSetEcho) {
  for (const double loss : {20.0, 30.0, 40.0}) {
    const auto result = run({.gain = std::pow(10, -loss / 20), .noise = 0.0001});
    ASSERT_TRUE(result.looped);
    EXPECT_NEAR(result.looped->echo_return_loss.value_or(-1), loss, 1);
  }
}

TEST(Session, MeasuresTheSetDrift) {
  const auto result = run({.drift = 50e-6});
  ASSERT_TRUE(result.looped);
  EXPECT_NEAR(result.looped->drift.value_or(0) * 1e6, 50, 5);
  EXPECT_EQ(result.looped->jumps, 0U);
}

TEST(Session, FindsSwappedAndMonoChannels) {
  EXPECT_EQ(run({.swapped = true}).looped.value().channels, "swapped");
  EXPECT_EQ(run({.separate = false}).looped.value().channels, "mono");
}

TEST(Session, FindsExactSilence) {
  const auto result = run({.muted = true});
  ASSERT_TRUE(result.listened);
  EXPECT_TRUE(result.listened->silent);
}

TEST(Session, FindsAPieceThatIsMissingWhileListening) {
  const auto zeros = run({.drop_at = second * 3 / 2, .drop_length = 480, .drop_as_zeros = true});
  EXPECT_EQ(zeros.listened.value().gaps, 1U);
  const auto shortened = run({.drop_at = second * 3 / 2, .drop_length = second / 5});
  EXPECT_NEAR(shortened.listened.value().lost_seconds, 0.2, 1e-6);
}

TEST(Session, FindsAPieceThatIsMissingInThePilot) {
  // Listening ends at 2.5 s, the chirps at 3.9 s; the pilot is played from 4.6 to 5.1 s and arrives 0.14 s
  // later.
  const auto result = run({.drop_at = second * 49 / 10, .drop_length = 1000});
  ASSERT_TRUE(result.looped);
  EXPECT_GE(result.looped->jumps, 1U);
  EXPECT_NEAR(result.looped->moved.value_or(0) * 48000, -1000, 1);
}

TEST(Session, ReportsADeviceThatVanishedWasMovedOrWentStill) {
  const auto cause = [](SimulatedFaults faults) {
    const auto result = run(std::move(faults));
    EXPECT_FALSE(result.looped);
    return result.troubles.empty()
               ? std::string("none")
               : result.troubles[0].cause + ": " + result.troubles[0].why.written().at("detail");
  };
  EXPECT_EQ(cause({.remove_at = second}), "device_changed: microphone_vanished");
  EXPECT_EQ(cause({.move_at = second}), "device_changed: recording_elsewhere");
  EXPECT_EQ(cause({.remove_at = 5 * second}), "device_changed: microphone_vanished");
  EXPECT_EQ(cause({.hang_at = second}), "sound_server_stuck: device_stopped");
  EXPECT_EQ(cause({.hang_at = 4 * second}), "sound_server_stuck: device_stopped");
  EXPECT_EQ(cause({.stuck_at = second}), "sound_server_stuck: sound_server_no_answer");
}

TEST(Session, KeepsWhatWasHeardBeforeALaterFault) {
  const auto result = run({.remove_at = 3 * second});
  EXPECT_TRUE(result.listened);
  EXPECT_FALSE(result.looped);
}

TEST(Session, PlaysNothingIntoACallThatBegins) {
  SimulatedHeadset headset({.call_at = second});
  const auto result = run_simulated(headset);
  EXPECT_TRUE(result.listened);
  EXPECT_EQ(headset.playbacks(), 0);
  ASSERT_EQ(result.troubles.size(), 1U);
  EXPECT_EQ(result.troubles[0].cause, "busy");
}

TEST(Session, StopsToPlayWhenACallBeginsBetweenTwoSounds) {
  SimulatedHeadset headset({.call_at = second * 27 / 10});
  const auto result = run_simulated(headset);
  EXPECT_EQ(headset.playbacks(), 1);
  EXPECT_FALSE(result.looped);
}

TEST(Session, PlaysNothingWhenItIsNotAllowed) {
  SimulatedHeadset headset({});
  run_simulated(headset, SoundWork::loop, 1.8, [] { return false; });
  EXPECT_EQ(headset.playbacks(), 0);
}

TEST(Session, ListeningPlaysNothing) {
  SimulatedHeadset headset({}, false);
  const auto result = run_simulated(headset, SoundWork::listen);
  EXPECT_TRUE(result.listened);
  EXPECT_EQ(headset.playbacks(), 0);
}

TEST(Proof, TellsARecordingOnAnotherMicrophoneFromNone) {
  ServerView view;
  view.sources.resize(1);
  view.sources[0].index = 10;
  Devices devices;
  devices.source = view.sources[0];
  constexpr std::int64_t self = 7;
  EXPECT_TRUE(why_not_proven(view, devices, false, self).value().why.is(Detail::recording_unknown_to_server));
  view.recordings = {{.device = 11, .process = self}};
  EXPECT_TRUE(why_not_proven(view, devices, false, self).value().why.is(Detail::recording_elsewhere));
  view.recordings = {{.device = 10, .process = self}};
  EXPECT_FALSE(why_not_proven(view, devices, false, self));
}

}  // namespace
}  // namespace deskready::audio
