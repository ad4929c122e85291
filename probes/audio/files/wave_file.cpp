#include "probes/audio/files/wave_file.h"

#include <fmt/format.h>
#include <sndfile.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <memory>
#include <span>

#include "config/base/files.h"

namespace deskready::audio {
namespace {

constexpr double most_seconds = 600;
constexpr std::size_t most_values = 64'000'000;
constexpr std::size_t block_frames = 16384;
constexpr int most_channels = 64;

struct Close {
  void operator()(SNDFILE* file) const { sf_close(file); }
};
using File = std::unique_ptr<SNDFILE, Close>;

std::string why_not_readable(const std::string& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) return fmt::format("{}: there is no such file", path);
  if (!std::filesystem::is_regular_file(status))
    return fmt::format("{}: this is no file but something else", path);
  const auto size = std::filesystem::file_size(path, error);
  if (!error && size == 0) return fmt::format("{}: the file is empty; record again", path);
  return {};
}

/// libsndfile notes in its log where the header's sizes do not fit the file.
bool header_disagrees(SNDFILE* file) {
  std::array<char, 8192> log{};
  sf_command(file, SFC_GET_LOG_INFO, log.data(), static_cast<int>(log.size()) - 1);
  return std::string_view(log.data()).find("should be") != std::string_view::npos;
}

using Channels = std::vector<std::vector<float>>;

/// False when a value is no number.
bool take(Channels& channels, std::span<const float> interleaved) {
  for (std::size_t i = 0; i < interleaved.size(); ++i) {
    if (!std::isfinite(interleaved[i])) return false;
    channels[i % channels.size()].push_back(interleaved[i]);
  }
  return true;
}

/// Little-endian, as RIFF has it.
void put(std::string& to, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) to += static_cast<char>(value >> (8 * i));
}

double energy(const std::vector<float>& samples) {
  double sum = 0;
  for (const float x : samples) sum += double{x} * double{x};
  return sum;
}

}  // namespace

tl::expected<WaveFile, std::string> read_wave_file(const std::string& path) {
  if (auto why = why_not_readable(path); !why.empty()) return tl::unexpected(std::move(why));
  SF_INFO info{};
  const File file(sf_open(path.c_str(), SFM_READ, &info));
  if (!file) {
    return tl::unexpected(fmt::format("{}: this is no sound file that can be read ({}); give a WAV file",
                                      path, sf_strerror(nullptr)));
  }
  if (info.channels < 1 || info.channels > most_channels || info.samplerate < 1) {
    return tl::unexpected(fmt::format("{}: it says it has {} channels at {} Hz, which cannot be", path,
                                      info.channels, info.samplerate));
  }
  const auto count = static_cast<std::size_t>(info.channels);
  const auto most = std::min(static_cast<std::size_t>(most_seconds * info.samplerate), most_values / count);
  Channels channels(count);
  std::vector<float> block(block_frames * count);
  sf_count_t got = 0;
  while (channels[0].size() < most &&
         (got = sf_readf_float(file.get(), block.data(), static_cast<sf_count_t>(block_frames))) > 0) {
    if (!take(channels, std::span(block).first(static_cast<std::size_t>(got) * count))) {
      return tl::unexpected(fmt::format("{}: it holds values that are no numbers; record again", path));
    }
  }
  if (channels[0].empty()) return tl::unexpected(fmt::format("{}: it holds no sound; record again", path));
  const auto loudest = std::max_element(channels.begin(), channels.end(),
                                        [](const auto& a, const auto& b) { return energy(a) < energy(b); });
  WaveFile result;
  result.rate = info.samplerate;
  result.channels = info.channels;
  result.channel = static_cast<int>(loudest - channels.begin()) + 1;
  result.samples = std::move(*loudest);
  if (got > 0) {
    result.note = fmt::format("only the first {:.0f} s were read",
                              static_cast<double>(result.samples.size()) / result.rate);
  } else if (header_disagrees(file.get())) {
    result.note = "the file is not as long as its header says; what is there was read";
  }
  return result;
}

tl::expected<void, std::string> write_wave_file(const std::string& path, std::span<const float> samples,
                                                std::uint32_t rate) {
  const auto data = static_cast<std::uint32_t>(samples.size() * 2);
  std::string bytes = "RIFF";
  put(bytes, 36 + data, 4);
  bytes += "WAVEfmt ";
  for (const auto& [value, size] : std::initializer_list<std::pair<std::uint32_t, int>>{
           {16, 4}, {1, 2}, {1, 2}, {rate, 4}, {rate * 2, 4}, {2, 2}, {16, 2}}) {
    put(bytes, value, size);
  }
  bytes += "data";
  put(bytes, data, 4);
  for (const float x : samples) {
    put(bytes, static_cast<std::uint32_t>(std::lround(std::clamp(x, -1.0F, 1.0F) * 32767)), 2);
  }
  return write_file_atomically(path, bytes);
}

}  // namespace deskready::audio
