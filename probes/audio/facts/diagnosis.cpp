#include "probes/audio/facts/diagnosis.h"

#include <array>
#include <cmath>

#include "probes/audio/facts/sound_limits.h"

namespace deskready::audio {
namespace {

// Of the 95 % interval: 3.3 deviations, one false alarm in a thousand. A faint tone is often 2 deviations
// off.
constexpr double alarm_margin = 1.7;

constexpr std::string_view hum_fix =
    "Keep the cable away from power supplies, and try with the computer's power supply unplugged.";
constexpr std::string_view hum_sentence = "The electricity supply hums in the sound.";

constexpr std::array table = {
    Diagnosis{SoundFault::muted, "muted", "The microphone delivers nothing but silence.",
              "Look for a mute button on the headset, its cable or its arm, and in the sound settings."},
    Diagnosis{SoundFault::dead_converter, "dead_converter",
              "The microphone delivers a constant instead of sound.",
              "Unplug the headset and plug it in again, at another socket if that does not help."},
    Diagnosis{
        SoundFault::no_voice, "no_voice", "No voice is to be heard in this recording.",
        "Record again and speak meanwhile; if you did, raise the microphone's level in the sound settings, "
        "and see that it is the headset's."},
    Diagnosis{SoundFault::too_loud, "too_loud", "The voice is too loud for the microphone's setting.",
              "Lower the microphone's level in the sound settings, or move it a little away from the mouth."},
    Diagnosis{SoundFault::clipped, "clipped", "The voice is cut off at its peaks.",
              "Lower the microphone's level in the sound settings, and switch its boost off."},
    Diagnosis{SoundFault::too_quiet, "too_quiet", "The voice is too quiet.",
              "Move the microphone to the corner of the mouth, and raise its level in the sound settings."},
    Diagnosis{SoundFault::offset, "offset",
              "The signal has an offset: the microphone or its socket is faulty.",
              "Try another socket or a USB adapter; if it stays, the headset is to be replaced."},
    Diagnosis{SoundFault::hum_50, "hum_50", hum_sentence, hum_fix},
    Diagnosis{SoundFault::hum_60, "hum_60", hum_sentence, hum_fix},
    Diagnosis{SoundFault::noisy, "noisy", "The room or the microphone is too noisy for the voice.",
              "Close windows and doors, switch fans off, and move the microphone nearer to the mouth."},
    Diagnosis{
        SoundFault::telephone_band, "telephone_band",
        "The sound ends below 4.3 kHz, as through an old telephone: Bluetooth's simplest mode does that.",
        "Use the headset's cable or its USB dongle instead of Bluetooth."},
    Diagnosis{SoundFault::wide_band, "wide_band",
              "The sound ends below 8.3 kHz: Bluetooth's call mode does that.",
              "It will do for calls; with the headset's cable or USB dongle it is clearer."},
    Diagnosis{SoundFault::dropouts, "dropouts", "Pieces of the sound are missing.",
              "Close other programs, plug the headset directly into the computer, or go nearer with a radio "
              "headset."},
    Diagnosis{SoundFault::breath, "breath", "Breath hits the microphone.",
              "Move the microphone from in front of the mouth to its corner."},
    Diagnosis{SoundFault::echo, "echo", "The microphone hears the speaker: customers would hear themselves.",
              "Turn the headset's volume down, and move the microphone away from the ear piece."},
    Diagnosis{SoundFault::long_delay, "long_delay", "Sound takes long through this computer.",
              "Use a cable instead of Bluetooth, and close programs that work on the sound."},
    Diagnosis{SoundFault::drift, "drift", "Microphone and speaker run by different clocks.",
              "Use the microphone and the speaker of one device."},
    Diagnosis{SoundFault::swapped, "swapped", "Left and right are exchanged.",
              "Turn the headset round, or exchange the channels in the sound settings."},
};

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

const Diagnosis& diagnosis(SoundFault fault) {
  for (const Diagnosis& row : table) {
    if (row.fault == fault) return row;
  }
  return table.front();
}

std::vector<SoundFault> diagnose(const Recording& heard) {
  if (heard.seconds <= 0) return {};
  if (heard.silent) return {SoundFault::muted};
  if (heard.stuck) return {SoundFault::dead_converter};
  std::vector<SoundFault> found;
  if (heard.gaps > 0) found.push_back(SoundFault::dropouts);
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
