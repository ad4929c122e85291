// The guided part against a simulated headset and a person who answers as each test says.
#include "probes/audio/guided/guided.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <numbers>

#include "probes/audio/files/wave_file.h"
#include "probes/audio/guided/digits.h"
#include "probes/audio/guided/far_ear.h"
#include "probes/audio/guided/languages.h"
#include "probes/audio/signal/analysis.h"
#include "probes/audio/signal/level.h"
#include "probes/audio/signal/speech_level.h"
#include "tests/headset/simulated_headset.h"

namespace deskready::audio {
namespace {

constexpr double rate = 48000;

std::span<const unsigned char> english() {
  return language_for("en").digits;
}

/// Spoken digits as the person's reading, from the settled begin on.
std::vector<float> reading(double level) {
  std::vector<float> room(static_cast<std::size_t>(1.0 * rate), 0.0F);
  const auto speech = spoken_digits("3864750921", english(), level).value();
  room.insert(room.end(), speech.begin(), speech.end());
  return room;
}

/// What came of the guided part, and how often a microphone was opened.
struct Outcome {
  std::optional<Listening> listened;
  std::optional<Recording> spoken;
  std::optional<HeardDigits> heard;
  std::map<std::string, std::string> not_done;
  int opened = 0;
  int played = 0;
  double loudest = 0;
};

using Answers =
    std::function<std::optional<std::string>(std::string_view step, const std::string& last_digits)>;

/// What the simulation's server is asked through: whichever device is open.
struct Watched : SimulatedHeadset {
  Watched(SimulatedFaults set, bool output, Outcome& to, const SimulatedHeadset*& now,
          const SimulatedHeadset* before)
      : SimulatedHeadset(std::move(set), output), to_(to), now_(now), before_(before) {
    now_ = this;
  }
  ~Watched() override {
    to_.played += playbacks();
    to_.loudest = std::max(to_.loudest, loudest());
    now_ = before_;
  }
  Outcome& to_;
  const SimulatedHeadset*& now_;
  const SimulatedHeadset* before_;
};

void take(const nlohmann::json& line, Outcome& outcome) {
  if (line.contains(message::listened)) outcome.listened = line[message::listened].get<Listening>();
  if (line.contains(message::spoken)) outcome.spoken = line[message::spoken].get<Recording>();
  if (line.contains(message::heard)) outcome.heard = line[message::heard].get<HeardDigits>();
  if (!line.contains(message::not_done)) return;
  const auto step = line[message::not_done].get<NotDone>();
  outcome.not_done[step.step] = step.cause + ": " + step.why.written().at("detail");
}

/// The digits of each round. Rounds come in the order that guided.cpp documents: silent first for an even
/// seed, and the same of its half where they are repeated.
class Rounds {
 public:
  explicit Rounds(std::uint64_t seed)
      : seed_(seed),
        all_(random_digits(12, seed)),
        silent_(seed % 2 == 0 ? std::vector{true, false} : std::vector{false, true}) {}

  /// What was played in the round that ends with this step; empty for silence and for other steps.
  std::string played(std::string_view step) {
    if (step == step::guessed) {
      silent_.push_back(seed_ / 2 % 2 == 0);
      silent_.push_back(!silent_.back());
    }
    if (step != step::typed) return {};
    const bool nothing = round_ < silent_.size() && silent_[round_];
    ++round_;
    return nothing ? std::string() : all_.substr(3 * spoken_++, 3);
  }

 private:
  const std::uint64_t seed_;
  const std::string all_;
  std::vector<bool> silent_;
  std::size_t round_ = 0, spoken_ = 0;
};

Outcome run(const Answers& answers, SimulatedFaults faults = {}, std::uint64_t seed = 2,
            std::span<const unsigned char> voice = english()) {
  Outcome outcome;
  Rounds rounds(seed);
  SimulatedHeadset closed(faults);
  const SimulatedHeadset* open = &closed;
  std::string_view asked_last;
  const GuidedWorld world{.open =
                              [&](bool output, double) {
                                ++outcome.opened;
                                SimulatedFaults set = faults;
                                if (asked_last == step::sentence) set.room = reading(-24);
                                return std::make_unique<Watched>(std::move(set), output, outcome, open,
                                                                 &closed);
                              },
                          .ask = [&](std::string_view step) -> std::optional<std::string> {
                            asked_last = step;
                            return answers(step, rounds.played(step));
                          },
                          .devices = choose_devices(closed.view().value()),
                          .around = {.view = [&] { return open->view(); },
                                     .allowed = [] { return true; },
                                     .say = [&](const nlohmann::json& line) { take(line, outcome); },
                                     .self = SimulatedHeadset::process},
                          .voice = voice};
  GuidedRequest request;
  request.seed = seed;
  run_guided(request, world);
  return outcome;
}

std::optional<std::string> attentive(std::string_view step, const std::string& digits) {
  return step == step::typed ? digits : "I am ready";
}

TEST(Guided, MeasuresThePersonsVoiceAndEars) {
  for (const std::uint64_t seed : {2U, 3U}) {
    const auto outcome = run(attentive, {}, seed);
    ASSERT_TRUE(outcome.listened && outcome.spoken && outcome.heard);
    EXPECT_TRUE(outcome.not_done.empty());
    EXPECT_NEAR(outcome.spoken->speech_level.value_or(0), -24, 1.0);
    EXPECT_NEAR(outcome.spoken->snr.value_or(0), -24 - 20 * std::log10(0.0003), 1.5);
    EXPECT_EQ(proof_of(*outcome.heard).heard, true);
    EXPECT_EQ(outcome.heard->rounds.size(), 2U) << "one with digits, one silent";
    EXPECT_LE(outcome.loudest, 0.2501);
  }
}

TEST(Guided, GetsLouderOnlyWhileDigitsAreNotUnderstood) {
  int rounds = 0;
  const auto outcome =
      run([&](std::string_view step, const std::string& digits) -> std::optional<std::string> {
        if (step != step::typed) return "ready";
        return digits.empty() || ++rounds < 3 ? "" : digits;
      });
  ASSERT_TRUE(outcome.heard);
  const auto& all = outcome.heard->rounds;
  ASSERT_EQ(all.size(), 4U);
  EXPECT_LT(all[1].level, all[2].level);
  EXPECT_LT(all[2].level, all[3].level);
  EXPECT_EQ(proof_of(*outcome.heard).heard, true);
}

TEST(Guided, SaysBeforeItGetsLouderWhatWasWrong) {
  const std::array<std::string, 2> wrong = {"9", ""};
  for (const std::uint64_t seed : {2U, 3U}) {
    std::size_t rounds = 0;
    std::vector<std::string> said;
    const auto outcome = run(
        [&](std::string_view step, const std::string& digits) -> std::optional<std::string> {
          if (step == step::mistaken || step == step::unheard) said.emplace_back(step);
          if (step != step::typed) return "ready";
          if (digits.empty()) return "";
          return rounds < wrong.size() ? wrong.at(rounds++) : digits;
        },
        {}, seed);
    EXPECT_EQ(said, (std::vector<std::string>{"mistaken", "unheard"}))
        << "of what was really played, not of the silence";
    EXPECT_EQ(proof_of(outcome.heard.value()).heard, true);
  }
}

TEST(Guided, BelievesNobodyWhoHearsDigitsInSilence) {
  for (const std::uint64_t seed : {0U, 1U, 2U, 3U}) {
    int told = 0;
    const auto outcome = run(
        [&](std::string_view step, const std::string& digits) -> std::optional<std::string> {
          if (step == step::guessed) ++told;
          if (step != step::typed) return "ready";
          return digits.empty() ? "123" : digits;
        },
        {}, seed);
    EXPECT_EQ(proof_of(outcome.heard.value()).heard, std::nullopt);
    EXPECT_TRUE(proof_of(outcome.heard.value()).why.is(Detail::typed_without_digits));
    EXPECT_EQ(told, 1);
    EXPECT_EQ(outcome.heard->rounds.size(), 4U);
  }
}

TEST(Guided, WhoGuessedIsToldAndHearsBothRoundsOnceMoreLouder) {
  for (const std::uint64_t seed : {0U, 1U, 2U, 3U}) {
    int told = 0;
    const auto outcome = run(
        [&](std::string_view step, const std::string& digits) -> std::optional<std::string> {
          if (step == step::guessed) ++told;
          if (step != step::typed) return "ready";
          return told == 0 ? "123" : digits;
        },
        {}, seed);
    const HearingProof proof = proof_of(outcome.heard.value());
    EXPECT_EQ(told, 1);
    EXPECT_EQ(proof.heard, true) << "by what was typed after that";
    EXPECT_GT(proof.level, outcome.heard->rounds.front().level);
  }
}

TEST(Guided, AGuessIsNotForgottenWhereTheRestIsSkipped) {
  const auto outcome = run([](std::string_view step, const std::string&) -> std::optional<std::string> {
    if (step == step::guessed) return std::nullopt;
    return step == step::typed ? "123" : "ready";
  });
  EXPECT_TRUE(proof_of(outcome.heard.value()).why.is(Detail::typed_without_digits));
}

TEST(Guided, SkipsWhatThePersonSkips) {
  const auto outcome = run([](std::string_view, const std::string&) { return std::nullopt; });
  EXPECT_EQ(outcome.opened, 0) << "no microphone is opened for a skipped step";
  EXPECT_EQ(outcome.not_done.at("sentence"), "not_asked: step_skipped");
  EXPECT_EQ(outcome.not_done.size(), 4U);
}

TEST(Guided, PlaysNothingIntoACall) {
  const auto outcome = run(attentive, {.call_at = 0});
  EXPECT_EQ(outcome.played, 0);
  EXPECT_EQ(outcome.not_done.at("digits").substr(0, 4), "busy");
  EXPECT_FALSE(outcome.heard);
}

TEST(Guided, DoesNotCountAVanishedMicrophone) {
  const auto outcome = run(attentive, {.remove_at = 48000});
  EXPECT_FALSE(outcome.spoken);
  EXPECT_EQ(outcome.not_done.at("sentence").substr(0, 14), "device_changed");
}

TEST(Hearing, CannotBeProvenWithoutBeingPlayedOrWithoutASilentRound) {
  EXPECT_EQ(proof_of({}).heard, std::nullopt);
  EXPECT_EQ(proof_of({{{"", "", -46}}}).heard, std::nullopt);
  EXPECT_EQ(proof_of({{{"384", "384", -46}}}).heard, std::nullopt);
  EXPECT_EQ(proof_of({{{"", "", -46}, {"384", "", -46}}}).heard, false);
  EXPECT_EQ(proof_of({{{"", "", -46}, {"384", "384", -46}}}).heard, true);
  EXPECT_EQ(proof_of({{{"384", "384", -46}, {"", "12", -46}, {"", "", -40}}}).heard, std::nullopt);
  EXPECT_EQ(proof_of({{{"", "12", -46}, {"384", "384", -46}, {"", "", -40}, {"91", "91", -40}}}).heard, true);
}

TEST(Digits, AreUnderstoodInThreeScripts) {
  EXPECT_EQ(typed_digits("384"), "384");
  EXPECT_EQ(typed_digits(" 3, 8 4."), "384");
  EXPECT_EQ(typed_digits("\xdb\xb3\xdb\xb8\xdb\xb4"), "384") << "Persian";
  EXPECT_EQ(typed_digits("\xd9\xa3\xd9\xa8\xd9\xa4"), "384") << "Arabic-Indic";
  EXPECT_EQ(typed_digits("three"), "");
  EXPECT_EQ(typed_digits("38x4"), "");
  EXPECT_EQ(typed_digits("\xdb"), "");
  EXPECT_EQ(typed_digits(""), "");
}

TEST(Digits, AreSpokenAtTheirLevelAndNeverTooLoud) {
  const auto quiet = spoken_digits("384", english(), -46).value();
  EXPECT_NEAR(speech_level(quiet, rate).value().level, -46, 0.3);
  EXPECT_NEAR(static_cast<double>(quiet.size()) / rate, 2.4, 0.01);
  EXPECT_LE(peak(spoken_digits("384", english(), 0).value()), 0.2501);
  EXPECT_FALSE(spoken_digits("12a", english(), -30));
}

TEST(Digits, DifferByTheirSeedAndDoNotRepeat) {
  EXPECT_NE(random_digits(12, 1), random_digits(12, 2));
  const std::string digits = random_digits(200, 7);
  for (std::size_t i = 1; i < digits.size(); ++i) EXPECT_NE(digits[i], digits[i - 1]);
}

TEST(FarEar, HearsAClearVoiceOverAGoodLine) {
  const auto voice = spoken_digits("386", english(), -26).value();
  for (const CallCodec codec : {CallCodec::opus, CallCodec::g711}) {
    const auto ear = through_call(voice, codec, {}, 1).value();
    EXPECT_EQ(ear.lost, 0U);
    EXPECT_EQ(ear.samples.size(), voice.size());
    EXPECT_NEAR(speech_level(ear.samples, rate).value().level, -26, 1.5);
  }
}

TEST(FarEar, LosesAsMuchAsTheLineDoes) {
  const auto share = [&](const CallLine& line) {
    const auto lost = lost_packets(20000, line, 5);
    return static_cast<double>(std::count(lost.begin(), lost.end(), true)) / 20000;
  };
  EXPECT_NEAR(share({.loss = 0.05}), 0.05, 0.01);
  EXPECT_NEAR(share({.loss = 0.05, .burst_ratio = 3}), 0.05, 0.015);
  EXPECT_EQ(share({.jitter = 0.003}), 0);
  EXPECT_NEAR(share({.jitter = 0.03}), std::exp(-3), 0.01) << "later than the buffer of 60 ms";
}

TEST(FarEar, GoesOnWherePacketsAreLost) {
  const auto voice = spoken_digits("38", english(), -26).value();
  const auto ear = through_call(voice, CallCodec::opus, {.loss = 0.3}, 1).value();
  EXPECT_GT(ear.lost, 0U);
  EXPECT_EQ(ear.samples.size(), voice.size());
}

TEST(FarEar, IsNarrowByG711) {
  const auto voice = spoken_digits("6", english(), -26).value();
  const auto ear = through_call(voice, CallCodec::g711, {}, 1).value();
  double high = 0;
  double low = 0;
  for (std::size_t i = 1; i < voice.size(); ++i) {
    high += std::pow(voice[i] - voice[i - 1], 2);
    low += std::pow(ear.samples[i] - ear.samples[i - 1], 2);
  }
  EXPECT_LT(low, high / 4) << "the s of six is above 4 kHz";
}

/// A sound file in which the digit d is a tone of 400 + 100 d Hz.
std::vector<unsigned char> voice_of_tones() {
  std::vector<float> tones(static_cast<std::size_t>(10 * 0.8 * 16000));
  for (std::size_t i = 0; i < tones.size(); ++i) {
    const double hertz = 400 + 100 * std::floor(static_cast<double>(i) / (0.8 * 16000));
    tones[i] =
        static_cast<float>(0.3 * std::sin(2 * std::numbers::pi * hertz * static_cast<double>(i) / 16000));
  }
  std::string name = (std::filesystem::temp_directory_path() / "voice.XXXXXX").string();
  ::close(::mkstemp(name.data()));
  EXPECT_TRUE(write_wave_file(name, tones, 16000));
  std::ifstream file(name, std::ios::binary);
  std::vector<unsigned char> bytes{std::istreambuf_iterator<char>(file), {}};
  std::filesystem::remove(name);
  return bytes;
}

/// Zero crossings a second, halved: the pitch of a tone.
double pitch(std::span<const float> tone) {
  int crossings = 0;
  for (std::size_t i = 1; i < tone.size(); ++i) crossings += (tone[i] >= 0) != (tone[i - 1] >= 0) ? 1 : 0;
  return crossings * rate / 2 / static_cast<double>(tone.size());
}

TEST(Languages, AreOneRowEach) {
  const auto tones = voice_of_tones();
  GuidedTexts texts = language_for("en").texts;
  texts.none = "kuch nahin";
  const std::array table = {language_for("en"), Language{"tt", texts, tones}};
  const Language& own = language_for("tt", table);
  EXPECT_EQ(own.texts.none, "kuch nahin");
  const auto spoken = spoken_digits("305", own.digits, -30).value();
  const auto slot = static_cast<std::size_t>(0.8 * rate);
  for (std::size_t i = 0; i < 3; ++i) {
    const double hertz = 400 + 100 * static_cast<double>("305"[i] - '0');
    EXPECT_NEAR(pitch(std::span(spoken).subspan(i * slot + 2000, slot - 4000)), hertz, 3);
  }
  EXPECT_EQ(language_for("xx", table).code, "en") << "for those who have none of their own";
}

TEST(Languages, LeadThroughTheWholeGuidedPart) {
  const auto tones = voice_of_tones();
  const auto in_persian = [](std::string_view step, const std::string& digits) -> std::optional<std::string> {
    if (step != step::typed) return "ready";
    std::string typed;
    for (const char digit : digits) typed += {'\xdb', static_cast<char>(0xb0 + (digit - '0'))};
    return typed;
  };
  const auto outcome = run(in_persian, {}, 2, tones);
  ASSERT_TRUE(outcome.heard);
  EXPECT_EQ(proof_of(*outcome.heard).heard, true);
}

TEST(Languages, LackNothing) {
  for (const Language& language : languages()) {
    const GuidedTexts& t = language.texts;
    for (const auto text :
         {t.ready,     t.quiet,   t.sentence, t.to_read,   t.listening, t.reading, t.playing,
          t.digits,    t.typed,   t.none,     t.unheard,   t.mistaken,  t.guessed, t.yourself,
          t.forgotten, t.written, t.internet, t.telephone, t.cable,     t.yes,     t.no}) {
      EXPECT_FALSE(text.empty()) << language.code;
    }
    EXPECT_TRUE(spoken_digits("0123456789", language.digits, -30)) << language.code;
  }
}

}  // namespace
}  // namespace deskready::audio
