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

/// The first round after the last in which digits were typed though none were played.
std::size_t first_believed(const HeardDigits& heard) {
  const auto& rounds = heard.rounds;
  for (std::size_t i = rounds.size(); i > 0; --i)
    if (rounds[i - 1].played.empty() && !rounds[i - 1].typed.empty()) return i;
  return 0;
}

/// Of rounds of which one had digits.
const DigitRound& last_played(const HeardDigits& heard) {
  return *std::find_if(heard.rounds.rbegin(), heard.rounds.rend(),
                       [](const DigitRound& round) { return !round.played.empty(); });
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

  /// A silent round and one with digits, and nobody is told in which order.
  bool pair(bool silent_first, double level, const std::string& digits, HeardDigits& rounds) {
    const auto order = silent_first ? std::array{std::string(), digits} : std::array{digits, std::string()};
    if (!round(level, order[0], rounds)) return false;
    return asked(step::again, step::digits) && round(level, order[1], rounds);
  }

  /// Until digits were understood, or at their loudest were not; false where it ended before.
  bool all_rounds(HeardDigits& rounds) {
    const std::string all = random_digits(digits_a_round * levels.size(), request_.seed);
    const auto own = [&](std::size_t i) { return all.substr(i * digits_a_round, digits_a_round); };
    if (!pair(request_.seed % 2 == 0, levels[0], own(0), rounds)) return false;
    std::size_t next = 1;
    if (first_believed(rounds) > 0) {
      if (!asked(step::guessed, step::digits)) return false;
      if (!pair(request_.seed / 2 % 2 == 0, levels[1], own(1), rounds)) return false;
      next = 2;
    }
    // Of somebody who types digits in the silence again louder ones prove no more.
    for (; next < levels.size() && proof_of(rounds).heard == false; ++next) {
      if (!asked(last_played(rounds).typed.empty() ? step::unheard : step::mistaken, step::digits))
        return false;
      if (!round(levels[next], own(next), rounds)) return false;
    }
    return true;
  }

  void digits() {
    if (!asked(step::digits)) return;
    HeardDigits rounds;
    const bool whole = all_rounds(rounds);
    // Who was told of a guess and left is not believed by what was known before.
    if (whole || first_believed(rounds) > 0) world_.around.say({{message::heard, rounds}});
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
  const std::size_t from = first_believed(heard);
  bool silent_round = false;
  bool played = false;
  HearingProof proof;
  for (std::size_t i = from; i < heard.rounds.size(); ++i) {
    const DigitRound& round = heard.rounds[i];
    silent_round = silent_round || round.played.empty();
    played = played || !round.played.empty();
    if (round.played.empty() || round.typed != round.played || proof.heard) continue;
    proof.heard = true;
    proof.level = round.level;
  }
  if (from > 0 && (!played || !silent_round)) return {{}, 0, Detail::typed_without_digits};
  if (!played) return {{}, 0, Detail::no_digits_played};
  if (!silent_round) return {{}, 0, Detail::no_silent_round};
  if (!proof.heard) return {false, 0, Detail::digits_not_understood};
  return proof;
}

}  // namespace deskready::audio
