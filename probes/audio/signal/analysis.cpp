#include "probes/audio/signal/analysis.h"

#include <cmath>

#include "probes/audio/signal/band.h"
#include "probes/audio/signal/faults.h"
#include "probes/audio/signal/hum.h"
#include "probes/audio/signal/level.h"
#include "probes/audio/signal/speech_level.h"
#include "probes/audio/signal/true_peak.h"
#include "probes/audio/signal/weighting.h"

namespace deskready::audio {
namespace {

void add_noise(Recording& result, std::span<const float> samples) {
  const auto floor = noise_floor(samples, result.rate);
  if (!floor) return;
  result.noise_frames = floor->frames;
  result.noise = floor->level;
  result.noise_low = floor->low;
  result.noise_high = floor->high;
  result.noise_steady = floor->steady;
  if (const auto weighted = weighted_noise_floor(samples, result.rate))
    result.noise_weighted = weighted->level;
}

void add_speech(Recording& result, std::span<const float> samples) {
  if (const auto speech = speech_level(samples, result.rate)) {
    result.speech_level = speech->level;
    result.activity = speech->activity;
    if (result.noise_frames > 0) result.snr = signal_to_noise(speech->level, result.noise);
  }
  if (const auto edge = band_edge(samples, result.rate)) {
    result.band_edge = edge->hertz;
    result.band_cut = edge->cut;
  }
  result.breath = breath_bursts(samples, result.rate);
}

}  // namespace

Recording analyse(std::span<const float> samples, double rate, Hearing hearing) {
  Recording result;
  result.rate = rate;
  result.seconds = static_cast<double>(samples.size()) / rate;
  result.silent = exact_silence(samples);
  result.zero_share = zero_share(samples);
  if (samples.empty() || result.silent) return result;
  result.peak = peak(samples);
  result.true_peak = true_peak(samples, rate);
  result.rms = rms(samples);
  result.dc_offset = steady_offset(samples, rate);
  result.stuck = stuck(samples);
  result.clipping = clipping_share(samples);
  const Gaps gaps = find_gaps(samples, rate);
  result.gaps = gaps.count;
  result.gap_seconds = gaps.seconds;
  result.longest_gap = gaps.longest;
  add_noise(result, samples);
  if (const auto hum = find_hum(samples, rate)) {
    result.hum = hum->excess;
    result.hum_level = hum->level;
    result.mains = hum->mains;
  }
  if (hearing == Hearing::speech) add_speech(result, samples);
  return result;
}

std::optional<double> signal_to_noise(double speech_level, double noise) {
  const double speech = std::pow(10, speech_level / 10) - std::pow(10, noise / 10);
  if (!(speech > 0)) return std::nullopt;
  return 10 * std::log10(speech) - noise;
}

}  // namespace deskready::audio
