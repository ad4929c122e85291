#include "probes/audio/guided/far_ear.h"

#include <opus/opus.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <random>

#include "probes/audio/files/resample.h"

namespace deskready::audio {
namespace {

constexpr double rate = 48000;
constexpr std::size_t opus_frame = 960;  // 20 ms
constexpr double telephone_rate = 8000;
constexpr std::size_t telephone_frame = 160;
constexpr double buffer_seconds = 0.06;
constexpr float fade = 0.5F;  // of each repeated packet

struct DestroyEncoder {
  void operator()(OpusEncoder* encoder) const { opus_encoder_destroy(encoder); }
};
struct DestroyDecoder {
  void operator()(OpusDecoder* decoder) const { opus_decoder_destroy(decoder); }
};

tl::expected<std::vector<float>, std::string> opus_call(std::span<const float> padded,
                                                        const std::vector<bool>& lost) {
  int error = 0;
  const std::unique_ptr<OpusEncoder, DestroyEncoder> encoder(
      opus_encoder_create(static_cast<int>(rate), 1, OPUS_APPLICATION_VOIP, &error));
  const std::unique_ptr<OpusDecoder, DestroyDecoder> decoder(
      opus_decoder_create(static_cast<int>(rate), 1, &error));
  if (!encoder || !decoder) return tl::unexpected(std::string("Opus: ") + opus_strerror(error));
  opus_encoder_ctl(encoder.get(), OPUS_SET_BITRATE(24000));
  std::vector<float> heard;
  std::array<unsigned char, 1500> packet{};
  std::array<float, opus_frame> frame{};
  for (std::size_t i = 0; i < lost.size(); ++i) {
    const int bytes = opus_encode_float(encoder.get(), &padded[i * opus_frame], opus_frame, packet.data(),
                                        static_cast<int>(packet.size()));
    if (bytes < 0) return tl::unexpected(std::string("Opus: ") + opus_strerror(bytes));
    const int got = opus_decode_float(decoder.get(), lost[i] ? nullptr : packet.data(), lost[i] ? 0 : bytes,
                                      frame.data(), opus_frame, 0);
    if (got < 0) return tl::unexpected(std::string("Opus: ") + opus_strerror(got));
    heard.insert(heard.end(), frame.begin(), frame.begin() + got);
  }
  return heard;
}

/// ITU-T G.711 mu-law there and back: 14 bits to 8, in segments whose steps double.
float mu_law(float x) {
  const int magnitude = std::min(static_cast<int>(std::lround(std::abs(x) * 8158)), 8158) + 33;
  int segment = 0;
  while ((magnitude >> (segment + 6)) != 0) ++segment;
  const int step = magnitude >> (segment + 1);
  const int decoded = ((2 * step + 1) << segment) - 33;
  return std::copysign(static_cast<float>(decoded) / 8158, x);
}

std::vector<float> telephone_call(std::span<const float> samples, const std::vector<bool>& lost) {
  auto narrow = resample(samples, rate, telephone_rate);
  narrow.resize(lost.size() * telephone_frame, 0.0F);
  for (std::size_t i = 0; i < lost.size(); ++i) {
    for (std::size_t k = 0; k < telephone_frame; ++k) {
      float& x = narrow[i * telephone_frame + k];
      x = !lost[i] ? mu_law(x) : i == 0 ? 0.0F : fade * narrow[(i - 1) * telephone_frame + k];
    }
  }
  return resample(narrow, telephone_rate, rate);
}

}  // namespace

// Loss in bursts is a Gilbert chain with the mean burst that the burst
// ratio asks for; delays beside the mean are two-sided exponential with RFC 3550's jitter as their mean
// difference.
std::vector<bool> lost_packets(std::size_t packets, const CallLine& line, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> uniform(0, 1);
  const double loss = std::clamp(line.loss, 0.0, 0.95);
  const double stay = std::clamp(1 - (1 - loss) / std::max(line.burst_ratio, 1.0), 0.0, 0.99);
  const double begin = loss < 1e-9 ? 0 : std::clamp(loss * (1 - stay) / (1 - loss), 0.0, 1.0);
  // Two exponentials' difference has 1.5 times one's mean as its mean magnitude.
  const double scale = line.jitter / 1.5;
  std::vector<bool> lost(packets);
  bool bad = false;
  for (std::size_t i = 0; i < packets; ++i) {
    bad = uniform(random) < (bad ? stay : begin);
    const double late = scale > 0 ? -scale * std::log(1 - uniform(random)) : 0;
    lost[i] = bad || late > buffer_seconds;
  }
  return lost;
}

tl::expected<FarEar, std::string> through_call(std::span<const float> samples, CallCodec codec,
                                               const CallLine& line, std::uint64_t seed) {
  FarEar ear;
  ear.packets = (samples.size() + opus_frame - 1) / opus_frame;
  const auto lost = lost_packets(ear.packets, line, seed);
  ear.lost = static_cast<std::size_t>(std::count(lost.begin(), lost.end(), true));
  if (codec == CallCodec::opus) {
    std::vector<float> padded(samples.begin(), samples.end());
    padded.resize(ear.packets * opus_frame, 0.0F);
    auto heard = opus_call(padded, lost);
    if (!heard) return tl::unexpected(heard.error());
    ear.samples = std::move(*heard);
  } else {
    ear.samples = telephone_call(samples, lost);
  }
  ear.samples.resize(samples.size(), 0.0F);
  return ear;
}

}  // namespace deskready::audio
