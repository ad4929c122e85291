#include "probes/audio/guided/guided.h"

#include <algorithm>
#include <array>

#include "probes/audio/files/wave_file.h"
#include "probes/audio/guided/digits.h"
#include "probes/audio/guided/far_ear.h"
#include "probes/audio/signal/analysis.h"
#include "probes/audio/signal/level.h"
#include "probes/audio/worker/measure.h"

namespace deskready::audio {
namespace {

constexpr double quiet_seconds = 3;
constexpr double reading_seconds = 10;
constexpr double settle_seconds = 0.7;
constexpr double tail_seconds = 0.6;  // What the server still has to play.
constexpr std::size_t digits_a_round = 3;
constexpr double loudest = 0.25;  // -12 dBFS
constexpr std::uint32_t heard_rate = 48000;
// Quiet first; a round is louder only when the one before was not understood.
constexpr std::array<double, 4> levels = {-46, -40, -34, -28};

std::size_t frames(const Duplex& device, double seconds) {
  return static_cast<std::size_t>(seconds * device.rate());
}

class Guide {
 public:
  Guide(const GuidedRequest& request, const GuidedWorld& world) : request_(request), world_(world) {}

  void run() {
    quiet();
    sentence();
    digits();
    yourself();
  }

 private:
  void not_done(std::string_view step, const char* cause, const Explanation& why) {
    world_.around.say({{message::not_done, NotDone{std::string(step), cause, why}}});
  }
  bool asked(std::string_view step) { return asked(step, step); }
  /// `part`: the step that this one belongs to.
  bool asked(std::string_view step, std::string_view part) {
    if (world_.ask(step)) return true;
    not_done(part, "not_asked", Detail::step_skipped);
    return false;
  }

  /// Opens, proves the device, records, and proves it again.
  std::unique_ptr<Duplex> recorded(std::string_view step, double seconds) {
    auto device = world_.open(false, settle_seconds + seconds + 1);
    const auto fail = [&](const char* cause, Detail why) -> std::unique_ptr<Duplex> {
      not_done(step, cause, why);
      return nullptr;
    };
    if (!device) return fail("failed", Detail::device_unopened);
    if (!on_device(step, false)) return nullptr;
    if (!device->wait(frames(*device, settle_seconds + seconds))) {
      if (!on_device(step, false)) return nullptr;
      return fail("sound_server_stuck", Detail::device_stopped);
    }
    return on_device(step, false) ? std::move(device) : nullptr;
  }

  bool on_device(std::string_view step, bool with_output) {
    const auto view = world_.around.view();
    if (!view) {
      not_done(step, "sound_server_stuck", view.error().why);
      return false;
    }
    const auto why = why_not_proven(*view, world_.devices, with_output, world_.around.self);
    if (why) not_done(step, why->cause.c_str(), why->why);
    return !why;
  }

  static std::span<const float> settled(const Duplex& device, double seconds) {
    const std::span<const float> all = device.recorded(0);
    const std::size_t from = std::min(frames(device, settle_seconds), all.size());
    return all.subspan(from, std::min(frames(device, seconds), all.size() - from));
  }

  void quiet() {
    if (!asked(step::quiet)) return;
    const auto device = recorded(step::quiet, quiet_seconds);
    if (!device) return;
    Listening heard;
    static_cast<Recording&>(heard) = analyse(settled(*device, quiet_seconds), device->rate(), Hearing::quiet);
    if (heard.noise_frames > 0 && heard.noise_steady && !heard.gated) noise_ = heard.noise;
    world_.around.say({{message::listened, heard}});
  }

  void sentence() {
    if (!asked(step::sentence)) return;
    const auto device = recorded(step::sentence, reading_seconds);
    if (!device) return;
    const auto samples = settled(*device, reading_seconds);
    Recording spoken = analyse(samples, device->rate(), Hearing::speech);
    // The silence before is the better noise: whoever reads quickly leaves no pause.
    if (noise_ && spoken.speech_level) {
      spoken.snr = signal_to_noise(*spoken.speech_level, *noise_);
      spoken.noise_steady = true;
    }
    voice_.assign(samples.begin(), samples.end());
    world_.around.say({{message::spoken, spoken}});
  }

  /// Opens the speaker too, asks once more whether sound may be played, and plays. False after saying why
  /// not.
  bool play(std::string_view step, const std::vector<float>& sound) {
    const auto view = world_.around.view();
    if (!view) return not_done(step, "sound_server_stuck", view.error().why), false;
    if (const auto why = why_not_play(*view, world_.devices)) {
      return not_done(step, why->cause.c_str(), why->why), false;
    }
    const double seconds = static_cast<double>(sound.size()) / 48000 + settle_seconds + tail_seconds;
    const auto device = world_.open(true, seconds + 2);
    if (!device || !device->wait(frames(*device, settle_seconds))) {
      return not_done(step, "failed", Detail::device_unopened), false;
    }
    if (!on_device(step, true)) return false;
    const auto now = world_.around.view();
    const auto why = now ? why_not_play(*now, world_.devices) : std::nullopt;
    if (!now || why || !world_.around.allowed()) {
      return not_done(step, "busy", why ? why->why : Detail::play_refused), false;
    }
    device->play(sound, sound);
    if (!device->wait(device->recorded(0).size() + sound.size() + frames(*device, tail_seconds))) {
      return not_done(step, "sound_server_stuck", Detail::device_stopped_playing), false;
    }
    return on_device(step, true);
  }

  /// One round; false when it could not be played or the person skipped it.
  bool round(double level, const std::string& digits, HeardDigits& rounds) {
    const auto sound = spoken_digits(digits.empty() ? "000" : digits, world_.voice, level);
    if (!sound) return not_done(step::digits, "failed", SystemText(sound.error())), false;
    const std::vector<float> silence(sound->size(), 0.0F);
    if (!play(step::digits, digits.empty() ? silence : *sound)) return false;
    const auto typed = world_.ask(step::typed);
    if (!typed) return not_done(step::digits, "not_asked", Detail::step_skipped), false;
    rounds.rounds.push_back({digits, typed_digits(*typed), level});
    return true;
  }

  void digits() {
    if (!asked(step::digits)) return;
    HeardDigits rounds;
    const std::string all = random_digits(digits_a_round * levels.size(), request_.seed);
    // The silent round comes before or after the first one with digits, and nobody is told.
    const bool silent_first = request_.seed % 2 == 0;
    const std::string first = all.substr(0, digits_a_round);
    for (const std::string& own :
         silent_first ? std::array{std::string(), first} : std::array{first, std::string()}) {
      if (!rounds.rounds.empty() && !asked(step::again, step::digits)) return;
      if (!round(levels[0], own, rounds)) return;
    }
    // Of somebody who typed digits in the silence louder ones prove no more.
    bool misheard = proof_of(rounds).heard == false;
    std::string typed = rounds.rounds[silent_first ? 1 : 0].typed;
    for (std::size_t i = 1; i < levels.size() && misheard; ++i) {
      if (!asked(typed.empty() ? step::unheard : step::mistaken, step::digits)) return;
      const std::string own = all.substr(i * digits_a_round, digits_a_round);
      if (!round(levels[i], own, rounds)) return;
      typed = rounds.rounds.back().typed;
      misheard = typed != own;
    }
    world_.around.say({{message::heard, rounds}});
  }

  void yourself() {
    if (voice_.empty()) return not_done(step::yourself, "not_asked", Detail::no_recorded_sentence);
    const auto answer = world_.ask(step::yourself);
    if (!answer) return not_done(step::yourself, "not_asked", Detail::step_skipped);
    const auto codec = *answer == "g711" ? CallCodec::g711 : CallCodec::opus;
    auto ear =
        through_call(voice_, codec, {request_.loss, request_.burst_ratio, request_.jitter}, request_.seed);
    if (!ear) return not_done(step::yourself, "failed", SystemText(ear.error()));
    const double largest = peak(ear->samples);
    if (largest > loudest) {
      for (float& x : ear->samples) x *= static_cast<float>(loudest / largest);
    }
    if (!request_.heard_file.empty()) {
      const auto written = write_wave_file(request_.heard_file, ear->samples, heard_rate);
      if (!written) return not_done(step::yourself, "failed", SystemText(written.error()));
    }
    play(step::yourself, ear->samples);
  }

  const GuidedRequest& request_;
  const GuidedWorld& world_;
  std::optional<double> noise_;
  std::vector<float> voice_;
};

}  // namespace

void run_guided(const GuidedRequest& request, const GuidedWorld& world) {
  Guide(request, world).run();
}

double usual_guided_seconds() {
  constexpr double a_round = settle_seconds + digits_a_round * seconds_a_digit + tail_seconds;
  return settle_seconds + quiet_seconds + settle_seconds + reading_seconds + 2 * a_round;
}

HearingProof proof_of(const HeardDigits& heard) {
  bool silent_round = false;
  bool played = false;
  HearingProof proof;
  for (const DigitRound& round : heard.rounds) {
    if (round.played.empty()) {
      silent_round = true;
      if (!round.typed.empty()) return {{}, 0, Detail::typed_without_digits};
      continue;
    }
    played = true;
    if (round.typed == round.played && !proof.heard) {
      proof.heard = true;
      proof.level = round.level;
    }
  }
  if (!played) return {{}, 0, Detail::no_digits_played};
  if (!silent_round) return {{}, 0, Detail::no_silent_round};
  if (!proof.heard) return {false, 0, Detail::digits_not_understood};
  return proof;
}

}  // namespace deskready::audio
