#include "probes/audio/signal/faults.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "probes/audio/signal/level.h"

namespace deskready::audio {
namespace {

// A quiet 8-bit-like signal also repeats its extremes; only loud ones can stand at an end stop.
constexpr float loud = 0.1F;
constexpr std::size_t flat_top = 3;
constexpr float abrupt_steps = 4;
constexpr double gap_seconds = 0.001;
constexpr float last_bit = 1.0F / 32768;
constexpr double beside_seconds = 0.003;
constexpr double certain_sound = 4.0 / 32768;
constexpr double faint_sound = 1.0 / 32768;
constexpr std::size_t smooth_share = 2;
constexpr double ramp = 0.08;  // A linear ramp of 2 ms reaches less in its first eighth of a millisecond.

/// Calls `see(begin, end)` for each run of equal samples.
template <class See>
void each_run(std::span<const float> samples, See see) {
  for (std::size_t at = 0; at < samples.size();) {
    std::size_t end = at + 1;
    while (end < samples.size() && samples[end] == samples[at]) ++end;
    see(at, end);
    at = end;
  }
}

/// The largest step at the two ends of the run [at, end).
float step_at(std::span<const float> samples, std::size_t at, std::size_t end) {
  const float in = at > 0 ? std::abs(samples[at] - samples[at - 1]) : 0.0F;
  const float out = end < samples.size() ? std::abs(samples[end] - samples[end - 1]) : 0.0F;
  return std::max(in, out);
}

/// The step of a signal that was quantised to 8 or 16 bits; 0 for a finer one.
float quantisation_step(std::span<const float> samples) {
  for (const float steps : {128.0F, 32768.0F}) {
    const auto whole = [steps](float x) { return x * steps == std::nearbyint(x * steps); };
    if (std::all_of(samples.begin(), samples.end(), whole)) return 1 / steps;
  }
  return 0;
}

/// A voice that fades into digital silence leaves slow waves of the last bits, in which most samples equal
/// the one before; a noise that was cut off does not.
bool sounds(std::span<const float> piece) {
  const double level = rms(piece);
  if (level <= faint_sound) return false;
  std::size_t equal = 0;
  for (std::size_t i = 1; i < piece.size(); ++i) equal += piece[i] == piece[i - 1] ? 1 : 0;
  return level > certain_sound || equal * smooth_share < piece.size();
}

double mean_magnitude(std::span<const float> piece) {
  double sum = 0;
  for (const float x : piece) sum += std::abs(double{x});
  return piece.empty() ? 0 : sum / static_cast<double>(piece.size());
}

/// Whether sound was cut off between `piece` and the run beside it, whose neighbours `edge` are: the ramps of
/// a noise gate are all but silent there.
bool cut_off(std::span<const float> piece, std::span<const float> edge) {
  return sounds(piece) && mean_magnitude(edge) > ramp * rms(piece);
}

/// Whether sound was cut off right before or after the run [at, end).
bool amid_sound(std::span<const float> samples, std::size_t at, std::size_t end, std::size_t width) {
  const auto before = samples.subspan(at > width ? at - width : 0, std::min(at, width));
  const auto after = samples.subspan(end, std::min(width, samples.size() - end));
  const std::size_t edge = std::max<std::size_t>(1, width / 24);
  return cut_off(before, before.last(std::min(edge, before.size()))) ||
         cut_off(after, after.first(std::min(edge, after.size())));
}

constexpr double likely_in_all = 0.01;  // runs that chance may make in a recording before they count
constexpr double neighbourhood_seconds = 0.2;
constexpr double few_steps = 2;
constexpr float one_step = 1.01F;
constexpr float three_steps = 3.01F;
constexpr float coarse_step = 1.0F / 4096;
constexpr double gate_seconds = 0.02;
constexpr double gate_quiet = 0.1;  // of the level of loud moments
constexpr double gate_opens = 4;    // times what was before
constexpr double peak_seconds = 0.01;
constexpr float loud_moment = 0.25F;  // of the largest peak
constexpr float near_largest = 0.8F;

/// How many samples equal the one before, near the run [at, end) and in runs up to `shortest`: longer ones
/// are what is to be told.
double repetition(std::span<const float> samples, std::size_t at, std::size_t end, std::size_t shortest,
                  std::size_t width) {
  double repeated = 0;
  double all = 0;
  const auto count = [&](std::span<const float> side) {
    each_run(side, [&](std::size_t from, std::size_t to) {
      if (to - from > shortest) return;
      all += static_cast<double>(to - from);
      repeated += static_cast<double>(to - from - 1);
    });
  };
  count(samples.subspan(at > width ? at - width : 0, std::min(at, width)));
  count(samples.subspan(end, std::min(width, samples.size() - end)));
  return all > 0 ? repeated / all : 0;
}

/// The smallest step between samples beside the run: the format's own, if there is sound at all.
float quantum_beside(std::span<const float> samples, std::size_t at, std::size_t end, std::size_t width) {
  float least = 2;
  for (std::size_t i = at > width ? at - width + 1 : 1; i < std::min(samples.size(), end + width); ++i) {
    const float step = std::abs(samples[i] - samples[i - 1]);
    if (step > 0) least = std::min(least, step);
  }
  return least;
}

/// Whether a recording of this length has such a run by itself.
bool natural_run(std::span<const float> samples, std::size_t at, std::size_t end, std::size_t shortest,
                 double rate) {
  const auto width = static_cast<std::size_t>(rate * neighbourhood_seconds);
  const auto near = static_cast<std::size_t>(rate * gate_seconds);
  const double beside = std::max(peak(samples.subspan(at > near ? at - near : 0, std::min(at, near))),
                                 peak(samples.subspan(end, std::min(near, samples.size() - end))));
  const float quantum = quantum_beside(samples, at, end, width);
  // A sound of the last steps alone is silent in between, and one that fades goes step by step.
  const float fading = (quantum > coarse_step ? three_steps : one_step) * quantum;
  if (beside <= few_steps * quantum || step_at(samples, at, end) <= fading) return true;
  const double share = repetition(samples, at, end, shortest, width);
  const double expected =
      static_cast<double>(samples.size()) * (1 - share) * std::pow(share, static_cast<double>(end - at - 1));
  return expected > likely_in_all;
}

/// The level that the moments of 20 ms reach a twentieth of the time.
double loud_level(std::span<const float> samples, double rate) {
  const auto size = static_cast<std::size_t>(rate * gate_seconds);
  if (size == 0) return 0;
  std::vector<double> levels;
  for (std::size_t at = 0; at + size <= samples.size(); at += size)
    levels.push_back(rms(samples.subspan(at, size)));
  if (levels.empty()) return 0;
  const auto rank = levels.begin() + static_cast<std::ptrdiff_t>(levels.size() * 19 / 20);
  std::nth_element(levels.begin(), rank, levels.end());
  return *rank;
}

/// A gate closes in the quiet and opens for sound.
bool gate_made(std::span<const float> samples, std::size_t at, std::size_t end, double loudness,
               double rate) {
  const auto width = static_cast<std::size_t>(rate * gate_seconds);
  if (samples[at] != 0 || end - at < width) return false;
  const double before = rms(samples.subspan(at > width ? at - width : 0, std::min(at, width)));
  const double after = rms(samples.subspan(end, std::min(width, samples.size() - end)));
  return before < gate_quiet * loudness && after > gate_opens * before;
}

}  // namespace

double clipping_share(std::span<const float> samples) {
  if (samples.empty()) return 0;
  const auto extremes = std::minmax_element(samples.begin(), samples.end());
  const float lowest = *extremes.first, highest = *extremes.second;
  const float smooth = abrupt_steps * quantisation_step(samples);
  std::size_t clipped = 0;
  each_run(samples, [&](std::size_t at, std::size_t end) {
    const float x = samples[at];
    const bool extreme = (x == lowest && x < -loud) || (x == highest && x > loud);
    const bool flat = extreme && end - at >= flat_top && step_at(samples, at, end) > smooth;
    if (std::abs(x) >= 1 || flat) clipped += end - at;
  });
  return static_cast<double>(clipped) / static_cast<double>(samples.size());
}

bool exact_silence(std::span<const float> samples) {
  return !samples.empty() && std::all_of(samples.begin(), samples.end(), [](float x) { return x == 0; });
}

bool stuck(std::span<const float> samples) {
  if (samples.size() < 2 || exact_silence(samples)) return false;
  const auto extremes = std::minmax_element(samples.begin(), samples.end());
  const float lowest = *extremes.first, highest = *extremes.second;
  return highest - lowest <= last_bit * 1.001F;
}

Gaps find_gaps(std::span<const float> samples, double rate) {
  const auto shortest = static_cast<std::size_t>(std::ceil(rate * gap_seconds));
  Gaps found;
  if (samples.empty()) return found;
  const auto beside = static_cast<std::size_t>(rate * beside_seconds);
  const auto [low, high] = std::minmax_element(samples.begin(), samples.end());
  const float lowest = *low;
  const float highest = *high;
  const double loudness = loud_level(samples, rate);
  each_run(samples, [&](std::size_t at, std::size_t end) {
    if (at == 0 || end == samples.size() || end - at <= shortest) return;
    if (samples[at] != 0 && (samples[at] == lowest || samples[at] == highest)) return;  // An end stop.
    if (!amid_sound(samples, at, end, beside)) return;
    if (natural_run(samples, at, end, shortest, rate)) return;
    if (gate_made(samples, at, end, loudness, rate)) {
      ++found.gated;
      return;
    }
    const double seconds = static_cast<double>(end - at) / rate;
    ++found.count;
    found.seconds += seconds;
    found.longest = std::max(found.longest, seconds);
  });
  return found;
}

double even_peaks(std::span<const float> samples, double rate) {
  const auto size = static_cast<std::size_t>(rate * peak_seconds);
  const auto largest = static_cast<float>(peak(samples));
  if (size == 0 || !(largest > 0)) return 0;
  double moments = 0;
  double near = 0;
  for (std::size_t at = 0; at + size <= samples.size(); at += size) {
    const auto reached = static_cast<float>(peak(samples.subspan(at, size)));
    moments += reached > loud_moment * largest ? 1 : 0;
    near += reached > near_largest * largest ? 1 : 0;
  }
  return moments > 0 ? near / moments : 0;
}

double zero_share(std::span<const float> samples) {
  if (samples.empty()) return 0;
  return static_cast<double>(std::count(samples.begin(), samples.end(), 0.0F)) /
         static_cast<double>(samples.size());
}

std::size_t breath_bursts(std::span<const float> samples, double rate) {
  constexpr double frame_seconds = 0.025;
  constexpr double loud_square = 0.001;  // -30 dBFS
  const double keep = std::exp(-2 * std::numbers::pi * 120 / rate);
  const double mean = dc_offset(samples);
  const auto size = static_cast<std::size_t>(rate * frame_seconds);
  if (size == 0) return 0;
  double once = 0;
  double twice = 0;
  std::size_t bursts = 0;
  std::size_t length = 0;
  for (std::size_t at = 0; at + size <= samples.size(); at += size) {
    double low = 0;
    double all = 0;
    for (const float sample : samples.subspan(at, size)) {
      const double x = sample - mean;
      once = keep * once + (1 - keep) * x;
      twice = keep * twice + (1 - keep) * once;
      low += twice * twice;
      all += x * x;
    }
    const bool breath = low > loud_square * static_cast<double>(size) && low > 0.75 * all;
    if (!breath && length >= 1 && length <= 12) ++bursts;
    length = breath ? length + 1 : 0;
  }
  return bursts;
}

}  // namespace deskready::audio
