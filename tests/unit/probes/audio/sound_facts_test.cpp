// From a worker's results to facts and causes.
#include "probes/audio/facts/sound_facts.h"

#include <gtest/gtest.h>

#include "config/facts/catalogue.h"
#include "probes/audio/figures/sound_figures.h"

namespace deskready::audio {
namespace {

SoundResults headset_heard() {
  SoundResults results;
  Device microphone;
  microphone.name = "mic";
  microphone.bus = "usb";
  microphone.card = "1";
  microphone.product = "Acme Headset";
  Device speaker = microphone;
  speaker.name = "speaker";
  ServerView& view = results.server.emplace();
  view.sources = {microphone};
  view.sinks = {speaker};
  view.default_source = "mic";
  view.default_sink = "elsewhere";
  Listening& heard = results.listened.emplace();
  heard.seconds = 3;
  heard.rate = 48000;
  heard.peak = 0.1;
  heard.noise_frames = 60;
  heard.noise = -60;
  heard.noise_low = -61;
  heard.noise_high = -59;
  Looping& loop = results.looped.emplace();
  loop.delays = {0.1, 0.102};
  loop.level = -40;
  loop.peak = 0.01;
  return results;
}

template <class T>
T value(const Facts& facts, std::string_view name) {
  const Fact* fact = facts.find(name);
  if (fact == nullptr) throw std::runtime_error(std::string(name) + " is not known");
  return std::get<T>(fact->value);
}

Cause cause(const Facts& facts, std::string_view name) {
  const Unmeasured* why = facts.why_not(name);
  if (why == nullptr) throw std::runtime_error(std::string(name) + " has no cause");
  return why->cause;
}

Facts all(const SoundResults& results) {
  return sound_facts(results, SoundWork::loop, WallTime{});
}

TEST(SoundFacts, OfAWorkingHeadset) {
  const Facts facts = all(headset_heard());
  EXPECT_TRUE(value<bool>(facts, "audio.headset.present"));
  EXPECT_TRUE(value<bool>(facts, "audio.headset.default_input"));
  EXPECT_FALSE(value<bool>(facts, "audio.headset.default_output"));
  EXPECT_FALSE(value<bool>(facts, "audio.microphone.muted"));
  EXPECT_DOUBLE_EQ(value<double>(facts, "audio.peak"), -20);
  EXPECT_DOUBLE_EQ(value<double>(facts, "audio.noise_floor"), -60);
  EXPECT_DOUBLE_EQ(value<double>(facts, "audio.loop.delay"), 0.101);
  EXPECT_TRUE(value<bool>(facts, "audio.speaker.heard"));
}

TEST(SoundFacts, EachNameIsAnsweredOnce) {
  for (const auto& results : {SoundResults{}, headset_heard()}) {
    const Facts facts = all(results);
    for (const std::string_view name : names_of("audio.sound")) {
      EXPECT_NE(facts.find(name) != nullptr, facts.why_not(name) != nullptr) << name;
    }
    EXPECT_EQ(facts.known.size() + facts.unknown.size(), names_of("audio.sound").size());
  }
}

TEST(SoundFacts, TheCatalogueSaysForWhichFiguresAPersonIsNeeded) {
  for (const SoundFigure& figure : sound_figures)
    EXPECT_EQ(find_fact(figure.fact)->person_needed, !figure.listening) << figure.fact;
}

// The server's own figure for the microphone that a call would use, whatever else is plugged in.
TEST(SoundFacts, TheSampleRateIsThatOfTheMicrophoneInUse) {
  SoundResults results = headset_heard();
  ServerView& view = *results.server;
  view.sources.front().rate = 16000;
  Device webcam;
  webcam.name = "webcam";
  webcam.rate = 44100;
  webcam.bus = "usb";
  view.sources.push_back(webcam);
  view.default_source = "webcam";
  EXPECT_DOUBLE_EQ(value<double>(all(results), "audio.sample_rate"), 16000) << "of the headset";
  view.sinks.clear();
  EXPECT_DOUBLE_EQ(value<double>(all(results), "audio.sample_rate"), 44100) << "of the default";
  view.sources.back().rate = 0;
  EXPECT_EQ(cause(all(results), "audio.sample_rate"), Cause::unsupported);
  view.sources.clear();
  EXPECT_EQ(cause(all(results), "audio.sample_rate"), Cause::no_device);
}

TEST(SoundFacts, ExactSilenceIsMutedAndHasNoFigures) {
  SoundResults results = headset_heard();
  results.listened->peak = 0;
  results.looped->peak = 0;
  results.looped->delays.clear();
  const Facts facts = all(results);
  EXPECT_TRUE(value<bool>(facts, "audio.microphone.muted"));
  EXPECT_EQ(cause(facts, "audio.noise_floor"), Cause::condition);
  EXPECT_EQ(cause(facts, "audio.clipping"), Cause::condition);
}

TEST(SoundFacts, SilenceUntilTheChirpIsNotMuted) {
  SoundResults results = headset_heard();
  results.listened->peak = 0;
  results.listened->noise_frames = 0;
  const Facts facts = all(results);
  EXPECT_FALSE(value<bool>(facts, "audio.microphone.muted"));
  EXPECT_EQ(cause(facts, "audio.noise_floor"), Cause::too_few_samples) << "silence is no bound of the room";
}

TEST(SoundFacts, OfAFloorThatMovesOrAGateAreNoBound) {
  SoundResults results = headset_heard();
  results.listened->noise_steady = false;
  EXPECT_EQ(cause(all(results), "audio.noise_floor"), Cause::undecided);
  results.listened->noise_steady = true;
  results.listened->gated = true;
  EXPECT_EQ(cause(all(results), "audio.noise_floor"), Cause::condition);
}

TEST(SoundFacts, WithoutListeningTheMuteSwitchIsTheServers) {
  SoundResults results = headset_heard();
  results.listened.reset();
  results.looped.reset();
  const auto muted = [&] {
    return value<bool>(sound_facts(results, SoundWork::devices, {}), "audio.microphone.muted");
  };
  EXPECT_FALSE(muted());
  results.server->sources[0].zero_volume = true;
  EXPECT_TRUE(muted());
  results.server->sources[0].zero_volume = false;
  results.server->sources[0].muted = true;
  EXPECT_TRUE(muted());
}

TEST(SoundFacts, AnOpenSwitchAloneProvesNothingWhereListeningFailed) {
  SoundResults results = headset_heard();
  results.listened.reset();
  results.looped.reset();
  results.troubles.emplace(SoundWork::listen, unmeasured(Cause::device_changed));
  EXPECT_EQ(cause(all(results), "audio.microphone.muted"), Cause::device_changed);
}

TEST(SoundFacts, SayWhatToSwitchWhereTheHeadsetPlaysMusicAlone) {
  SoundResults results = headset_heard();
  results.listened.reset();
  results.looped.reset();
  ServerView& view = *results.server;
  view.sources[0] = Device{};
  view.sources[0].name = "mic";
  view.sources[0].bus = "pci";
  view.sinks[0].bus = "bluetooth";
  view.sinks[0].form_factor = "headset";
  view.sinks[0].profile = "a2dp-sink";
  view.cards = {{.index = "1", .bus = "bluetooth", .profile = "a2dp-sink"}};
  const Facts facts = sound_facts(results, SoundWork::devices, {});
  EXPECT_TRUE(value<bool>(facts, "audio.headset.present"));
  EXPECT_EQ(value<std::string>(facts, "audio.headset.connection"), "bluetooth");
  EXPECT_FALSE(value<bool>(facts, "audio.headset.default_input"));
  EXPECT_EQ(cause(facts, "audio.microphone.muted"), Cause::condition)
      << "the laptop's microphone is not the headset's";
  EXPECT_EQ(facts.why_not("audio.headset.codec")->args.at("profile"), "a2dp-sink");
}

TEST(SoundFacts, OfWhatMayBeAHeadsetAreUndecided) {
  SoundResults results = headset_heard();
  results.server->sources[0].product = results.server->sinks[0].product = "USB Audio Device";
  EXPECT_EQ(cause(all(results), "audio.headset.present"), Cause::undecided);
  EXPECT_EQ(cause(all(results), "audio.headset.connection"), Cause::undecided);
}

TEST(SoundFacts, NoEchoIsUndecidedAndNeverFalse) {
  SoundResults results = headset_heard();
  results.looped->delays.clear();
  const Facts facts = all(results);
  EXPECT_EQ(cause(facts, "audio.speaker.heard"), Cause::undecided);
  EXPECT_EQ(cause(facts, "audio.loop.delay"), Cause::undecided);
}

TEST(SoundFacts, LostTimeIsAtLeastOneDropout) {
  SoundResults results = headset_heard();
  results.listened->lost_seconds = 0.3;
  EXPECT_EQ(value<double>(all(results), "audio.dropouts"), 1);
}

TEST(SoundFacts, OfAnAcousticLoopHoldNoDistortion) {
  SoundResults results = headset_heard();
  results.looped->echo_return_loss = 38;
  results.looped->drift = 30e-6;
  results.looped->drift_error = 2e-6;
  results.looped->band = 9000;
  results.looped->response = {{1000, -38.0}};
  results.looped->channels = "mono";
  const Facts facts = all(results);
  EXPECT_EQ(value<double>(facts, "audio.loop.echo_return_loss"), 38);
  EXPECT_NEAR(facts.find("audio.loop.drift")->low.value(), 28e-6, 1e-12);
  EXPECT_EQ(facts.find("audio.loop.band")->detail["response_1000"], -38.0);
  EXPECT_EQ(value<std::string>(facts, "audio.loop.channels"), "mono");
  EXPECT_EQ(cause(facts, "audio.loop.thd_n"), Cause::condition);
}

TEST(SoundFacts, CountLossesUnderThePilot) {
  SoundResults results = headset_heard();
  results.looped->drift = 0;
  results.looped->jumps = 2;
  EXPECT_EQ(value<double>(all(results), "audio.dropouts"), 2);
}

TEST(SoundFacts, SayThatSpeechNeedsAPerson) {
  EXPECT_EQ(cause(all(headset_heard()), "audio.speech.level"), Cause::not_asked);
}

TEST(SoundFacts, LeaveTheCableOfAUsbHeadsetToThePerson) {
  EXPECT_EQ(cause(all(headset_heard()), "audio.headset.wireless"), Cause::not_asked);
  SoundResults made_up = headset_heard();
  for (auto* devices : {&made_up.server->sources, &made_up.server->sinks}) {
    devices->front().bus.clear();
    devices->front().card.clear();
    devices->front().form_factor = "headset";
  }
  EXPECT_EQ(cause(all(made_up), "audio.headset.wireless"), Cause::unsupported) << "nobody is asked about it";
}

TEST(SoundFacts, AnEarlyTroubleCoversWhatComesAfter) {
  SoundResults results;
  results.troubles.emplace(SoundWork::devices, unmeasured(Cause::sound_server_stuck));
  const Facts facts = sound_facts(results, SoundWork::devices, {});
  EXPECT_EQ(cause(facts, "audio.headset.present"), Cause::sound_server_stuck);
  EXPECT_EQ(cause(facts, "audio.noise_floor"), Cause::sound_server_stuck);
}

TEST(SoundFacts, NoHeadsetIsKnownToBeNone) {
  SoundResults results;
  results.server.emplace();
  results.troubles.emplace(SoundWork::listen, unmeasured(Cause::no_device));
  const Facts facts = all(results);
  EXPECT_FALSE(value<bool>(facts, "audio.headset.present"));
  EXPECT_EQ(cause(facts, "audio.headset.connection"), Cause::no_device);
  EXPECT_EQ(cause(facts, "audio.noise_floor"), Cause::no_device);
}

TEST(WorkFor, OpensNoMicrophoneUnasked) {
  const auto work = [](std::string name) {
    const std::vector<Question> questions = {{FactKey{std::move(name), "", "", ""}, {}}};
    return work_for(questions);
  };
  EXPECT_EQ(work("audio.headset.present"), SoundWork::devices);
  EXPECT_EQ(work("audio.noise_floor"), SoundWork::listen);
  EXPECT_EQ(work("audio.loop.delay"), SoundWork::loop);
}

}  // namespace
}  // namespace deskready::audio
