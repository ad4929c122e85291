// Sound from a file that somebody recorded, and to one.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "probes/audio/files/wave_header.h"

namespace deskready::audio {

struct WaveFile {
  double rate = 0;
  int channels = 1;
  int channel = 1;             ///< which of them `samples` are, from 1: the loudest
  std::vector<float> samples;  ///< full scale is 1
  WaveLength length = WaveLength::as_said;
  bool longer = false;  ///< than is read
  /// The packing gives back other samples than were put in, as ADPCM, GSM, Vorbis and MP3 do: gaps are
  /// smoothed over, and quiet pieces become equal samples.
  bool rewritten = false;
};

/// Why a file gives no sound; reports/words/refusals/wave_words.h says it in words.
struct WaveFault {
  enum class Why : std::uint8_t {
    missing,
    no_file,        ///< a folder, a device
    empty,          ///< 0 bytes
    no_sound_file,  ///< `text`: what the library says
    impossible,     ///< `channels` and `rate` that cannot be
    no_numbers,
    no_sound,
    packed,  ///< in a WAV file, as `format`, which is not read
  };
  Why why;
  std::string text = {};
  int channels = 0;
  int rate = 0;  ///< Hz
  std::uint16_t format = 0;
};

/// Reads what libsndfile knows (WAV of 8 to 32 bits and float, FLAC and others); at most the first 10 minutes
/// and 256 MB. Believes the samples that are there and not the header's count.
tl::expected<WaveFile, WaveFault> read_wave_file(const std::string& path);

/// Writes one channel of 16 bits as a WAV file that only its owner can read; values beyond full scale are
/// cut. The error says what failed, where and why.
tl::expected<void, std::string> write_wave_file(const std::string& path, std::span<const float> samples,
                                                std::uint32_t rate);

}  // namespace deskready::audio
