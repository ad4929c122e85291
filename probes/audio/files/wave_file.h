// Sound from a file that somebody recorded, and to one.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace deskready::audio {

struct WaveFile {
  double rate = 0;
  int channels = 1;
  int channel = 1;             ///< which of them `samples` are, from 1: the loudest
  std::vector<float> samples;  ///< full scale is 1
  std::string note;  ///< what is to be said about it: shorter than its header says, longer than is read
};

/// Reads what libsndfile knows (WAV of 8 to 32 bits and float, FLAC and others); at most the first 10 minutes
/// and 256 MB. Believes the samples that are there and not the header's count. The error is a sentence that
/// names the file, and says what to do.
tl::expected<WaveFile, std::string> read_wave_file(const std::string& path);

/// Writes one channel of 16 bits as a WAV file that only its owner can read; values beyond full scale are
/// cut. The error says what failed, where and why.
tl::expected<void, std::string> write_wave_file(const std::string& path, std::span<const float> samples,
                                                std::uint32_t rate);

}  // namespace deskready::audio
