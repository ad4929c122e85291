// What the header of a WAV file says and where its sound really stands: headers lie when a recorder was
// killed, wrote into a pipe or left a size for later.
#pragma once

#include <cstdint>
#include <istream>
#include <optional>
#include <string>

namespace deskready::audio {

enum class WaveLength : std::uint8_t {
  as_said,
  untold,   ///< the header leaves it open: 0, or the largest number
  shorter,  ///< the file ends before what the header says
  goes_on,  ///< behind the sound stands something that is no part of a WAV file
};

struct WaveHeader {
  std::uint16_t format = 0;  ///< WAVE_FORMAT_…; of an extensible header that of its sub-format
  std::uint64_t sound_at = 0;
  std::uint64_t sound_bytes = 0;  ///< what is there, at most 2 GB
  WaveLength length = WaveLength::as_said;
  std::string plain;  ///< a header that says the truth and holds nothing else: to be read before the sound
};

/// Reads RIFF and RF64 headers with whatever chunks before and behind the sound, padded or not. Nothing when
/// `file` is neither, or when its format or its sound is missing. Reads at most some kilobytes.
std::optional<WaveHeader> read_wave_header(std::istream& file);

}  // namespace deskready::audio
