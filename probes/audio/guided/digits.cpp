#include "probes/audio/guided/digits.h"

#include <sndfile.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <random>
#include <span>

#include "probes/audio/files/resample.h"
#include "probes/audio/signal/level.h"
#include "probes/audio/signal/speech_level.h"

namespace deskready::audio {
namespace {

constexpr double play_rate = 48000;
constexpr double loudest = 0.25;  // -12 dBFS

/// A file in memory, as libsndfile reads it.
struct Memory {
  std::span<const unsigned char> bytes;
  sf_count_t at = 0;
};

sf_count_t length(void* user) {
  return static_cast<sf_count_t>(static_cast<Memory*>(user)->bytes.size());
}
sf_count_t seek(sf_count_t offset, int whence, void* user) {
  auto& memory = *static_cast<Memory*>(user);
  const sf_count_t from = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? memory.at : length(user);
  memory.at = std::clamp<sf_count_t>(from + offset, 0, length(user));
  return memory.at;
}
sf_count_t read(void* to, sf_count_t count, void* user) {
  auto& memory = *static_cast<Memory*>(user);
  const sf_count_t got = std::min(count, length(user) - memory.at);
  std::copy_n(memory.bytes.begin() + memory.at, got, static_cast<unsigned char*>(to));
  memory.at += got;
  return got;
}
sf_count_t write(const void*, sf_count_t, void*) {
  return 0;
}
sf_count_t tell(void* user) {
  return static_cast<Memory*>(user)->at;
}

struct Close {
  void operator()(SNDFILE* file) const { sf_close(file); }
};

struct Sound {
  double rate = 0;
  std::vector<float> samples;
};

tl::expected<Sound, std::string> decode(std::span<const unsigned char> voice) {
  Memory memory{voice};
  SF_VIRTUAL_IO access{length, seek, read, write, tell};
  SF_INFO info{};
  const std::unique_ptr<SNDFILE, Close> file(sf_open_virtual(&access, SFM_READ, &info, &memory));
  if (!file || info.channels != 1 || info.frames <= 0) {
    return tl::unexpected(std::string("the spoken digits cannot be decoded: ") + sf_strerror(file.get()));
  }
  Sound sound{static_cast<double>(info.samplerate),
              std::vector<float>(static_cast<std::size_t>(info.frames))};
  sf_readf_float(file.get(), sound.samples.data(), info.frames);
  return sound;
}

/// The value of a digit in UTF-8 at `text`'s begin and its length in bytes; -1 for anything else.
std::pair<int, std::size_t> digit_at(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0; };
  if (byte(0) >= '0' && byte(0) <= '9') return {byte(0) - '0', 1};
  // U+0660 .. U+0669 Arabic-Indic, U+06F0 .. U+06F9 Persian and Urdu.
  if (byte(0) == 0xd9 && byte(1) >= 0xa0 && byte(1) <= 0xa9) return {byte(1) - 0xa0, 2};
  if (byte(0) == 0xdb && byte(1) >= 0xb0 && byte(1) <= 0xb9) return {byte(1) - 0xb0, 2};
  return {-1, 1};
}

bool between_digits(char c) {
  return c == ' ' || c == '\t' || c == ',' || c == '.' || c == '-' || c == ';';
}

}  // namespace

tl::expected<std::vector<float>, std::string> spoken_digits(std::string_view digits,
                                                            std::span<const unsigned char> voice,
                                                            double level) {
  const auto sound = decode(voice);
  if (!sound) return tl::unexpected(sound.error());
  const auto slot = static_cast<std::size_t>(seconds_a_digit * sound->rate);
  std::vector<float> spoken;
  for (const char digit : digits) {
    const std::size_t at = static_cast<std::size_t>(digit - '0') * slot;
    if (digit < '0' || digit > '9' || at + slot > sound->samples.size()) {
      return tl::unexpected(std::string("the voice has no such digit"));
    }
    spoken.insert(spoken.end(), sound->samples.begin() + static_cast<std::ptrdiff_t>(at),
                  sound->samples.begin() + static_cast<std::ptrdiff_t>(at + slot));
  }
  auto result = resample(spoken, sound->rate, play_rate);
  const auto active = speech_level(result, play_rate);
  if (!active) return tl::unexpected(std::string("the voice is silent"));
  const double gain = std::min(std::pow(10, (level - active->level) / 20), loudest / peak(result));
  for (float& x : result) x *= static_cast<float>(gain);
  return result;
}

std::string typed_digits(std::string_view text) {
  std::string digits;
  while (!text.empty()) {
    const auto [value, bytes] = digit_at(text);
    if (value < 0 && !between_digits(text.front())) return {};
    if (value >= 0) digits += static_cast<char>('0' + value);
    text.remove_prefix(bytes);
  }
  return digits;
}

std::string random_digits(std::size_t count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::string digits;
  while (digits.size() < count) {
    const auto digit = static_cast<char>('0' + random() % 10);
    if (digits.empty() || digits.back() != digit) digits += digit;
  }
  return digits;
}

}  // namespace deskready::audio
