// What a customer hears of a voice: a codec, and packets that a line loses or delays too much. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace deskready::audio {

enum class CallCodec : std::uint8_t { opus, g711 };

/// The line as the network probe measured it; all 0 is a perfect one.
struct CallLine {
  double loss = 0;         ///< share of packets, 0..1
  double burst_ratio = 1;  ///< ITU-T G.107: 1 is random loss, more is in bursts
  double jitter = 0;       ///< s, RFC 3550
};

/// Which of so many packets the line loses, or delays beyond a buffer of 60 ms; follows from `seed`.
std::vector<bool> lost_packets(std::size_t packets, const CallLine& line, std::uint64_t seed);

struct FarEar {
  std::vector<float> samples;  ///< at 48 kHz, as long as what went in
  std::size_t packets = 0;
  std::size_t lost = 0;  ///< by the line or too late for a buffer of 60 ms
};

/// Codes `samples` (48 kHz) in packets of 20 ms, loses those that the line would lose, and decodes the rest
/// with the codec's own concealment (Opus: 24 kbit/s, voice; G.711: mu-law, the last packet repeated and
/// faded). What is lost follows from `seed`. The error is a sentence.
tl::expected<FarEar, std::string> through_call(std::span<const float> samples, CallCodec codec,
                                               const CallLine& line, std::uint64_t seed);

}  // namespace deskready::audio
