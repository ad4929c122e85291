#include "reports/words/refusals/wave_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "reports/words/language.h"

namespace deskready {
namespace {

using audio::WaveFault;
using audio::WaveLength;

std::string_view english_of(WaveFault::Why why) {
  switch (why) {
    case WaveFault::Why::missing:
      return "there is no such file";
    case WaveFault::Why::no_file:
      return "this is no file but something else";
    case WaveFault::Why::empty:
      return "the file is empty; record again";
    case WaveFault::Why::no_sound_file:
      return "this is no sound file that can be read ({system}); give a WAV file";
    case WaveFault::Why::impossible:
      return "it says it has {channels} channels at {rate} Hz, which no microphone records";
    case WaveFault::Why::no_numbers:
      return "it holds values that are no numbers; record again";
    case WaveFault::Why::no_sound:
      return "it holds no sound; record again";
    case WaveFault::Why::packed:
      return "its sound is packed as {format}, which cannot be read; save it as a WAV file of 16 bits";
  }
  return {};
}

std::string_view english_of(WaveLength length) {
  switch (length) {
    case WaveLength::untold:
      return "its header leaves the length open, as one of a recorder that was stopped does; all of it was "
             "read";
    case WaveLength::shorter:
      return "the file is not as long as its header says; what is there was read";
    case WaveLength::goes_on:
      return "the file goes on behind the sound that its header tells of; that part was not read";
    case WaveLength::as_said:
      break;
  }
  return {};
}

/// WAVE_FORMAT_… by the names that people meet; its number for any other.
std::string format_name(std::uint16_t format) {
  using Name = std::pair<std::uint16_t, std::string_view>;
  static constexpr auto names = std::to_array<Name>({{0x0002, "Microsoft ADPCM"},
                                                     {0x0006, "A-law"},
                                                     {0x0007, "mu-law"},
                                                     {0x0011, "IMA ADPCM"},
                                                     {0x0014, "G.723 ADPCM"},
                                                     {0x0022, "TrueSpeech"},
                                                     {0x0031, "GSM 6.10"},
                                                     {0x0040, "G.721 ADPCM"},
                                                     {0x0042, "G.723.1"},
                                                     {0x0045, "G.726 ADPCM"},
                                                     {0x0050, "MPEG"},
                                                     {0x0055, "MPEG layer 3"},
                                                     {0x0064, "G.726 ADPCM"},
                                                     {0x0065, "G.722"},
                                                     {0x0083, "G.729"},
                                                     {0x00ff, "AAC"},
                                                     {0x0161, "Windows Media Audio"},
                                                     {0x028f, "G.722"},
                                                     {0xa109, "Speex"},
                                                     {0x704f, "Opus"}});
  const auto found =
      std::find_if(names.begin(), names.end(), [&](const Name& one) { return one.first == format; });
  return found == names.end() ? fmt::format("format {:#06x}", format) : std::string(found->second);
}

}  // namespace

std::string wave_refusal(std::string_view language, const WaveFault& fault) {
  return unmarked(tr(language, english_of(fault.why),
                     {{"system", fault.text},
                      {"channels", std::to_string(fault.channels)},
                      {"rate", std::to_string(fault.rate)},
                      {"format", format_name(fault.format)}}));
}

std::string wave_note(std::string_view language, const audio::WaveFile& file) {
  if (file.longer) {
    const auto seconds = std::lround(static_cast<double>(file.samples.size()) / file.rate);
    return unmarked(
        tr(language, "only the first {seconds} s were read", {{"seconds", std::to_string(seconds)}}));
  }
  const std::string_view english = english_of(file.length);
  return english.empty() ? std::string() : unmarked(tr(language, english));
}

}  // namespace deskready
