#include "reports/words/sound/sound_words.h"

#include <cstddef>

#include "config/units/quantity.h"
#include "probes/audio/facts/sound_limits.h"

namespace deskready {
namespace {

using audio::SoundFault;
namespace limits = audio::limits;

struct Row {
  SoundFault fault;
  std::string_view sentence;  ///< what is wrong
  std::string_view fix;       ///< what to do
};

constexpr std::string_view hum_fix =
    "Keep the cable away from power supplies, and try with the computer's power supply unplugged.";
constexpr std::string_view hum_sentence = "The electricity supply hums in the sound.";

/// In the order of the enumeration.
constexpr Row table[] = {
    Row{SoundFault::muted, "The microphone delivers nothing but silence.",
        "Look for a mute button on the headset, its cable or its arm, and in the sound settings."},
    Row{SoundFault::dead_converter, "The microphone delivers a constant instead of sound.",
        "Unplug the headset and plug it in again, at another socket if that does not help."},
    Row{SoundFault::no_voice, "No voice is to be heard in this recording.",
        "Record again and speak meanwhile; if you did, raise the microphone's level in the sound settings, "
        "and see that it is the headset's."},
    Row{SoundFault::too_loud, "The voice is too loud for the microphone's setting.",
        "Lower the microphone's level in the sound settings, or move it a little away from the mouth."},
    Row{SoundFault::clipped, "The voice is cut off at its peaks.",
        "Lower the microphone's level in the sound settings, and switch its boost off."},
    Row{SoundFault::too_quiet, "The voice is too quiet.",
        "Move the microphone to the corner of the mouth, and raise its level in the sound settings."},
    Row{SoundFault::offset, "The signal has an offset: the microphone or its socket is faulty.",
        "Try another socket or a USB adapter; if it stays, the headset is to be replaced."},
    Row{SoundFault::hum_50, hum_sentence, hum_fix},
    Row{SoundFault::hum_60, hum_sentence, hum_fix},
    Row{SoundFault::noisy, "The room or the microphone is too noisy for the voice.",
        "Close windows and doors, switch fans off, and move the microphone nearer to the mouth."},
    Row{SoundFault::telephone_band,
        "The sound ends below {edge}, as through an old telephone: Bluetooth's simplest mode does that.",
        "Use the headset's cable or its USB dongle instead of Bluetooth."},
    Row{SoundFault::wide_band, "The sound ends below {edge}: Bluetooth's call mode does that.",
        "It will do for calls; with the headset's cable or USB dongle it is clearer."},
    Row{SoundFault::dropouts, "Pieces of the sound are missing.",
        "Close other programs, plug the headset directly into the computer, or go nearer with a radio "
        "headset."},
    Row{SoundFault::breath, "Breath hits the microphone.",
        "Move the microphone from in front of the mouth to its corner."},
    Row{SoundFault::echo, "The microphone hears the speaker: customers would hear themselves.",
        "Turn the headset's volume down, and move the microphone away from the ear piece."},
    Row{SoundFault::long_delay, "Sound takes long through this computer.",
        "Use a cable instead of Bluetooth, and close programs that work on the sound."},
    Row{SoundFault::drift, "Microphone and speaker run by different clocks.",
        "Use the microphone and the speaker of one device."},
    Row{SoundFault::swapped, "Left and right are exchanged.",
        "Turn the headset round, or exchange the channels in the sound settings."},
};
static_assert([] {
  std::size_t next = 0;
  for (const Row& row : table) {
    if (static_cast<std::size_t>(row.fault) != next++) return false;
  }
  return next == static_cast<std::size_t>(SoundFault::swapped) + 1;
}());

const Row& row_of(SoundFault fault) {
  return table[static_cast<std::size_t>(fault)];
}

/// The limit that a sentence names.
Arguments limits_of(SoundFault fault) {
  const double edge = fault == SoundFault::telephone_band ? limits::telephone_edge : limits::wide_edge;
  return {{"edge", format_quantity(edge, Unit::hertz)}};
}

}  // namespace

std::string sound_fault_sentence(std::string_view language, SoundFault fault) {
  return unmarked(tr(language, row_of(fault).sentence, limits_of(fault)));
}

std::string sound_fault_fix(std::string_view language, SoundFault fault) {
  return tr(language, row_of(fault).fix);
}

}  // namespace deskready
