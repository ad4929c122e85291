#include "probes/audio/signal/analysis.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "probes/audio/signal/band.h"
#include "probes/audio/signal/faults.h"
#include "probes/audio/signal/hum.h"
#include "probes/audio/signal/level.h"
#include "probes/audio/signal/pauses.h"
#include "probes/audio/signal/speech_level.h"
#include "probes/audio/signal/splices.h"
#include "probes/audio/signal/tone.h"
#include "probes/audio/signal/true_peak.h"
#include "probes/audio/signal/weighting.h"

namespace deskready::audio {
namespace {

constexpr double left_out_seconds = 0.02;
constexpr double gated_share = 0.05;
constexpr double gated_depth = 8;  // dB
// Of a toggling last bit of 16; no microphone in a room is that quiet.
constexpr double last_bit_level = -93;
constexpr double piece_seconds = 0.05;

/// Without exact zeros at begin and end: a radio that wakes, a file that was filled up.
std::span<const float> without_silent_ends(std::span<const float> samples, double rate) {
  const auto sounds = [](float x) { return x != 0; };
  const auto first = std::find_if(samples.begin(), samples.end(), sounds);
  const auto last = std::find_if(samples.rbegin(), samples.rend(), sounds);
  const auto before = static_cast<std::size_t>(first - samples.begin());
  const auto behind = static_cast<std::size_t>(last - samples.rbegin());
  const auto few = static_cast<std::size_t>(rate * left_out_seconds);
  const std::size_t from = before > few ? before : 0;
  const std::size_t to = samples.size() - (behind > few ? behind : 0);
  return samples.subspan(from, to - from);
}

/// Without its steady part, and without what changes more slowly than 10 Hz (Butterworth, second order).
std::vector<float> without_offset(std::span<const float> samples, double rate, double offset) {
  const double k = std::tan(std::numbers::pi * 10 / rate);
  const double scale = 1 / (1 + std::numbers::sqrt2 * k + k * k);
  const double a1 = 2 * (k * k - 1) * scale;
  const double a2 = (1 - std::numbers::sqrt2 * k + k * k) * scale;
  std::vector<float> result;
  result.reserve(samples.size());
  // As if it had always been what it is at first.
  double x1 = samples.empty() ? 0 : samples.front() - offset;
  double x2 = x1, y1 = 0, y2 = 0;
  for (const float sample : samples) {
    const double x = sample - offset;
    const double y = scale * (x - 2 * x1 + x2) - a1 * y1 - a2 * y2;
    x2 = x1;
    x1 = x;
    y2 = y1;
    y1 = y;
    result.push_back(static_cast<float>(y));
  }
  return result;
}

/// Exact silence stays what it is: the filter rings on in it.
void silence_again(std::vector<float>& centred, std::span<const float> samples, double rate) {
  const auto size = static_cast<std::size_t>(rate * piece_seconds);
  for (std::size_t at = 0; size > 0 && at + size <= samples.size(); at += size) {
    if (exact_silence(samples.subspan(at, size)))
      std::fill_n(centred.begin() + static_cast<std::ptrdiff_t>(at), size, 0.0F);
  }
}

void add_noise(Recording& result, std::span<const float> samples) {
  const auto floor = noise_floor(samples, result.rate);
  if (!floor) return;
  result.noise_frames = floor->frames;
  result.noise = floor->level;
  result.noise_low = floor->low;
  result.noise_high = floor->high;
  result.noise_steady = floor->steady;
  result.gated = floor->silent > gated_share || floor->level < last_bit_level;
  if (const auto weighted = weighted_noise_floor(samples, result.rate))
    result.noise_weighted = weighted->level;
}

/// As long as `all` again, of which `samples` is a part: activity is a share of all, and a voice's end needs
/// what follows it.
std::vector<float> with_silent_ends(const std::vector<float>& centred, std::span<const float> samples,
                                    std::span<const float> all) {
  std::vector<float> whole(all.size(), 0.0F);
  std::copy(centred.begin(), centred.end(), whole.begin() + (samples.data() - all.data()));
  return whole;
}

/// `whole` has the recording's full length, `centred` that of `samples`.
void add_speech(Recording& result, std::span<const float> samples, std::span<const float> centred,
                std::span<const float> whole) {
  result.tone = is_tone(centred, result.rate);
  const bool deep = pause_depth(centred, result.rate).value_or(0) > gated_depth;
  result.gated = result.gated || (deep && result.rate >= free_band_rate);
  result.perhaps_gated = deep && !result.gated;
  result.voice = !result.tone && has_voice(centred, result.rate);
  if (const auto speech = *result.voice ? speech_level(whole, result.rate) : std::nullopt) {
    result.speech_level = speech->level;
    result.activity = speech->activity;
    if (result.noise_frames > 0) result.snr = signal_to_noise(speech->level, result.noise);
  }
  const auto edge = *result.voice ? band_edge(samples, result.rate) : std::nullopt;
  if (edge) {
    result.band_edge = edge->hertz;
    result.band_cut = edge->cut;
  }
  result.breath = breath_bursts(samples, result.rate);
}

void add_gaps(Recording& result, std::span<const float> samples) {
  const Gaps gaps = find_gaps(samples, result.rate);
  result.gaps = gaps.count + find_repeats(samples, result.rate) + find_steps(samples, result.rate);
  result.gap_seconds = gaps.seconds;
  result.longest_gap = gaps.longest;
  result.gate_closings = gaps.gated;
}

}  // namespace

Recording analyse(std::span<const float> all, double rate, Hearing hearing) {
  Recording result;
  result.rate = rate;
  result.seconds = static_cast<double>(all.size()) / rate;
  result.silent = exact_silence(all);
  if (all.empty() || result.silent) return result;
  const auto samples = without_silent_ends(all, rate);
  result.left_out = static_cast<double>(all.size() - samples.size()) / rate;
  result.zero_share = zero_share(samples);
  result.peak = peak(samples);
  result.true_peak = true_peak(samples, rate);
  result.dc_offset = steady_offset(samples, rate);
  auto centred = without_offset(samples, rate, result.dc_offset);
  silence_again(centred, samples, rate);
  result.rms = rms(centred);
  result.swing = peak(centred);
  result.stuck = stuck(samples);
  result.clipping = clipping_share(samples);
  // A sine's peaks are alike by themselves.
  if (!is_sine(centred, rate)) result.even_peaks = even_peaks(centred, rate);
  add_gaps(result, samples);
  add_noise(result, centred);
  if (const auto hum = find_hum(samples, rate)) {
    result.hum = hum->excess;
    result.hum_level = hum->level;
    result.mains = hum->mains;
  }
  if (hearing == Hearing::speech)
    add_speech(result, samples, centred, with_silent_ends(centred, samples, all));
  return result;
}

std::optional<double> signal_to_noise(double speech_level, double noise) {
  const double speech = std::pow(10, speech_level / 10) - std::pow(10, noise / 10);
  if (!(speech > 0)) return std::nullopt;
  return 10 * std::log10(speech) - noise;
}

}  // namespace deskready::audio
