// What tells that a call is on.
#pragma once

#include <cstdint>
#include <string>

namespace deskready {

/// What one program has open at the sound server, as far as it tells a call.
struct SoundUse {
  bool records = false;  ///< from a microphone; else it plays
  bool own = false;      ///< deskready's: this process, another of its group, or another run of the program
  bool inside_server = false;  ///< a loop that the server itself runs, or effects that pass sound on
  bool paused = false;
  bool meter = false;     ///< only shows a level, or records what a speaker plays
  std::string role = {};  ///< what the program is for, as PulseAudio calls it: phone, music ...

  bool operator==(const SoundUse&) const = default;
};

/// A call is on while another program records, or plays what it calls a phone call. Who records what a
/// speaker plays asks nothing here. Pure.
bool is_call(const SoundUse& use);

}  // namespace deskready
