#include "probes/audio/files/wave_file.h"

#include <sndfile.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <span>

#include "config/base/files.h"
#include "probes/audio/files/wave_header.h"

namespace deskready::audio {
namespace {

constexpr double most_seconds = 600;
constexpr int lowest_rate = 4000;  // Hz; of half of a telephone's, nothing below can be told of a voice
constexpr std::size_t most_values = 64'000'000;
constexpr std::size_t block_frames = 16384;
constexpr int most_channels = 64;

struct Close {
  void operator()(SNDFILE* file) const { sf_close(file); }
};
using File = std::unique_ptr<SNDFILE, Close>;

std::optional<WaveFault> why_not_readable(const std::string& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) return WaveFault{WaveFault::Why::missing};
  if (!std::filesystem::is_regular_file(status)) return WaveFault{WaveFault::Why::no_file};
  const auto size = std::filesystem::file_size(path, error);
  if (!error && size == 0) return WaveFault{WaveFault::Why::empty};
  return std::nullopt;
}

/// A file as libsndfile reads it: a WAV file behind a header that says the truth, any other as it is.
class Source {
 public:
  explicit Source(const std::string& path) : file_(path, std::ios::binary) {
    header_ = read_wave_header(file_);
    file_.clear();
    file_.seekg(0, std::ios::end);
    body_ = header_ ? static_cast<sf_count_t>(header_->sound_bytes) : static_cast<sf_count_t>(file_.tellg());
  }

  const std::optional<WaveHeader>& header() const { return header_; }

  static SF_VIRTUAL_IO calls() {
    SF_VIRTUAL_IO io{};
    io.get_filelen = [](void* self) { return of(self).size(); };
    io.seek = [](sf_count_t offset, int whence, void* self) { return of(self).seek(offset, whence); };
    io.read = [](void* to, sf_count_t count, void* self) {
      return of(self).read(static_cast<char*>(to), count);
    };
    io.write = [](const void*, sf_count_t, void*) -> sf_count_t { return 0; };
    io.tell = [](void* self) { return of(self).at_; };
    return io;
  }

 private:
  static Source& of(void* self) { return *static_cast<Source*>(self); }
  sf_count_t prefix() const { return header_ ? static_cast<sf_count_t>(header_->plain.size()) : 0; }
  sf_count_t size() const { return prefix() + body_; }

  sf_count_t seek(sf_count_t offset, int whence) {
    const sf_count_t from = whence == SEEK_CUR ? at_ : whence == SEEK_END ? size() : 0;
    at_ = std::clamp<sf_count_t>(from + offset, 0, size());
    return at_;
  }

  sf_count_t read(char* to, sf_count_t count) {
    sf_count_t done = 0;
    if (at_ < prefix()) {
      done = std::min(count, prefix() - at_);
      std::copy_n(header_->plain.data() + at_, done, to);
    }
    const sf_count_t into = at_ + done - prefix();
    const sf_count_t rest = std::clamp<sf_count_t>(count - done, 0, std::max<sf_count_t>(0, body_ - into));
    if (rest > 0) {
      file_.clear();
      file_.seekg(into + static_cast<sf_count_t>(header_ ? header_->sound_at : 0));
      file_.read(to + done, rest);
      done += file_.gcount();
    }
    at_ += done;
    return done;
  }

  std::ifstream file_;
  std::optional<WaveHeader> header_;
  sf_count_t body_ = 0;
  sf_count_t at_ = 0;
};

WaveFault why_not_opened(const std::optional<WaveHeader>& header) {
  if (!header) return {WaveFault::Why::no_sound_file, sf_strerror(nullptr)};
  WaveFault fault{header->sound_bytes == 0 ? WaveFault::Why::no_sound : WaveFault::Why::packed};
  fault.format = header->format;
  return fault;
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

/// Of packings that are not known nobody knows it.
bool rewrites(int format) {
  constexpr int exact[] = {SF_FORMAT_PCM_S8,  SF_FORMAT_PCM_16,  SF_FORMAT_PCM_24,  SF_FORMAT_PCM_32,
                           SF_FORMAT_PCM_U8,  SF_FORMAT_FLOAT,   SF_FORMAT_DOUBLE,  SF_FORMAT_ULAW,
                           SF_FORMAT_ALAW,    SF_FORMAT_DWVW_12, SF_FORMAT_DWVW_16, SF_FORMAT_DWVW_24,
                           SF_FORMAT_DPCM_8,  SF_FORMAT_DPCM_16, SF_FORMAT_ALAC_16, SF_FORMAT_ALAC_20,
                           SF_FORMAT_ALAC_24, SF_FORMAT_ALAC_32};
  return std::find(std::begin(exact), std::end(exact), format & SF_FORMAT_SUBMASK) == std::end(exact);
}

/// Of what changes: a dead channel may well have an offset.
double energy(const std::vector<float>& samples) {
  double sum = 0;
  double squares = 0;
  for (const float x : samples) {
    sum += x;
    squares += double{x} * double{x};
  }
  return squares - sum * sum / static_cast<double>(samples.size());
}

}  // namespace

tl::expected<WaveFile, WaveFault> read_wave_file(const std::string& path) {
  if (auto why = why_not_readable(path)) return tl::unexpected(std::move(*why));
  SF_INFO info{};
  Source source(path);
  SF_VIRTUAL_IO calls = Source::calls();
  const File file(sf_open_virtual(&calls, SFM_READ, &info, &source));
  if (!file) return tl::unexpected(why_not_opened(source.header()));
  if (info.channels < 1 || info.channels > most_channels || info.samplerate < lowest_rate)
    return tl::unexpected(WaveFault{WaveFault::Why::impossible, {}, info.channels, info.samplerate});
  const auto count = static_cast<std::size_t>(info.channels);
  const auto most = std::min(static_cast<std::size_t>(most_seconds * info.samplerate), most_values / count);
  Channels channels(count);
  std::vector<float> block(block_frames * count);
  sf_count_t got = 0;
  while (channels[0].size() < most &&
         (got = sf_readf_float(file.get(), block.data(), static_cast<sf_count_t>(block_frames))) > 0) {
    if (!take(channels, std::span(block).first(static_cast<std::size_t>(got) * count)))
      return tl::unexpected(WaveFault{WaveFault::Why::no_numbers});
  }
  if (channels[0].empty()) return tl::unexpected(WaveFault{WaveFault::Why::no_sound});
  const auto loudest = std::max_element(channels.begin(), channels.end(),
                                        [](const auto& a, const auto& b) { return energy(a) < energy(b); });
  WaveFile result;
  result.rate = info.samplerate;
  result.channels = info.channels;
  result.channel = static_cast<int>(loudest - channels.begin()) + 1;
  result.samples = std::move(*loudest);
  result.longer = got > 0;
  result.rewritten = rewrites(info.format);
  if (source.header()) result.length = source.header()->length;
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
