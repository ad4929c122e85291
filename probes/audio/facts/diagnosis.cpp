#include "probes/audio/facts/diagnosis.h"

#include <cmath>

#include "probes/audio/facts/sound_limits.h"

namespace deskready::audio {
namespace {

// Of the 95 % interval: 3.3 deviations, one false alarm in a thousand. A faint tone is often 2 deviations
// off.
constexpr double alarm_margin = 1.7;

void add_speech(const Recording& heard, std::vector<SoundFault>& found) {
  const bool beyond = heard.peak > limits::full_scale;
  if (!heard.voice.value_or(true)) found.push_back(SoundFault::no_voice);
  const bool loud = heard.speech_level && *heard.speech_level > limits::loudest_speech;
  if (beyond) found.push_back(SoundFault::too_loud);
  if (heard.clipping > limits::clipped_share && !beyond) found.push_back(SoundFault::clipped);
  if (loud && !beyond) found.push_back(SoundFault::too_loud);
  const bool snr_low = heard.snr && heard.noise_steady && *heard.snr < limits::least_snr;
  if (heard.speech_level && *heard.speech_level < limits::quietest_speech)
    found.push_back(SoundFault::too_quiet);
  if (snr_low) found.push_back(SoundFault::noisy);
  if (heard.band_edge && heard.band_cut) {
    if (*heard.band_edge < limits::telephone_edge) {
      found.push_back(SoundFault::telephone_band);
    } else if (*heard.band_edge < limits::wide_edge) {
      found.push_back(SoundFault::wide_band);
    }
  }
  if (heard.breath >= limits::many_bursts) found.push_back(SoundFault::breath);
}

}  // namespace

std::string_view to_string(SoundFault fault) {
  constexpr std::string_view codes[] = {"muted",          "dead_converter", "no_voice", "too_loud", "clipped",
                                        "too_quiet",      "offset",         "hum_50",   "hum_60",   "noisy",
                                        "telephone_band", "wide_band",      "dropouts", "breath",   "echo",
                                        "long_delay",     "drift",          "swapped"};
  return codes[static_cast<std::size_t>(fault)];
}

std::vector<SoundFault> diagnose(const Recording& heard) {
  if (heard.seconds <= 0) return {};
  if (heard.silent) return {SoundFault::muted};
  if (heard.stuck) return {SoundFault::dead_converter};
  std::vector<SoundFault> found;
  if (heard.gaps > 0 && !heard.rewritten) found.push_back(SoundFault::dropouts);
  if (std::abs(heard.dc_offset) > limits::most_offset) found.push_back(SoundFault::offset);
  if (heard.hum.value_or(0) > limits::hum_excess && heard.hum_level > limits::hum_audible) {
    found.push_back(heard.mains == 60 ? SoundFault::hum_60 : SoundFault::hum_50);
  }
  add_speech(heard, found);
  return found;
}

std::vector<SoundFault> diagnose(const Listening& heard) {
  auto found = diagnose(static_cast<const Recording&>(heard));
  if (heard.lost_seconds > limits::lost_seconds && heard.gaps == 0)
    found.insert(found.begin(), SoundFault::dropouts);
  return found;
}

std::vector<SoundFault> diagnose(const Looping& looped) {
  std::vector<SoundFault> found;
  if (looped.delays.empty()) return found;
  if (looped.jumps > 0 || std::abs(looped.moved.value_or(0)) > limits::moved_seconds)
    found.push_back(SoundFault::dropouts);
  if (looped.channels == "swapped") found.push_back(SoundFault::swapped);
  const bool sure =
      looped.drift && std::abs(*looped.drift) - alarm_margin * looped.drift_error > limits::most_drift;
  if (sure) found.push_back(SoundFault::drift);
  if (looped.echo_return_loss && *looped.echo_return_loss < limits::least_echo_loss && !looped.electrical) {
    found.push_back(SoundFault::echo);
  }
  if (looped.delays.front() > limits::longest_delay) found.push_back(SoundFault::long_delay);
  return found;
}

}  // namespace deskready::audio
