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

constexpr double likely_in_all = 0.01;  // runs that chance may make in a recording before they count
constexpr double neighbourhood_seconds = 0.2;
constexpr double step_seconds = 0.02;
constexpr double steps_of_sound = 3;
constexpr float coarse_step = 1.0F / 5000;  // mu-law's smallest is 1/4080
constexpr float dwelling = 2.01F;           // steps of the format at a slow wave's summit
constexpr std::size_t fewest_samples = 24;  // fewer are no proof at 8 kHz
constexpr std::size_t few_samples = 8;      // no fine format has so many alike amid sound
constexpr std::size_t too_many_alike = 5;
constexpr float summit_steps = 2.01F / 32768;
constexpr double cut_through = 12;  // steps of a coarse format: its own silence is entered by fewer
constexpr float offset_steps = 8.0F / 32768;
constexpr double gate_seconds = 0.02;
constexpr double gate_quiet = 0.1;  // of the level of loud moments
constexpr double gate_opens = 4;    // times what was before
constexpr double peak_seconds = 0.01;
constexpr float loud_moment = 0.25F;  // of the largest peak
constexpr float near_largest = 0.8F;

/// What stands around the run [at, end) of equal samples.
struct Around {
  float quantum = 0;          ///< a small step between samples there
  float finest = 0;           ///< the smallest
  bool sound_before = false;  ///< within 3 ms, from the run's own value
  bool sound_after = false;
  bool cut_before = false;  ///< and not faded
  bool cut_after = false;
  /// Cut off, though hardly above the steps around: a louder sound's steps beside faint noise are no
  /// format's.
  bool perhaps_cut = false;
};

/// A voice that fades into digital silence leaves slow waves of the last bits, in which most samples equal
/// the one before; a noise that was cut off does not.
bool sounds(std::span<const float> piece, float quantum) {
  const double level = rms(piece);
  if (level <= faint_sound || level < steps_of_sound * quantum) return false;
  std::size_t equal = 0;
  for (std::size_t i = 1; i < piece.size(); ++i) equal += piece[i] == piece[i - 1] ? 1 : 0;
  return level > certain_sound || equal * smooth_share < piece.size();
}

double mean_magnitude(std::span<const float> piece) {
  double sum = 0;
  for (const float x : piece) sum += std::abs(double{x});
  return piece.empty() ? 0 : sum / static_cast<double>(piece.size());
}

/// The steps between samples beside the run that are any.
std::vector<float> steps_beside(std::span<const float> samples, std::size_t at, std::size_t end,
                                std::size_t width) {
  std::vector<float> steps;
  const auto take = [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from + 1; i < to; ++i) {
      if (samples[i] != samples[i - 1]) steps.push_back(std::abs(samples[i] - samples[i - 1]));
    }
  };
  take(at > width ? at - width : 0, at);
  take(end, std::min(samples.size(), end + width));
  std::sort(steps.begin(), steps.end());
  return steps;
}

/// The ramps of a noise gate are all but silent right beside the run. What is around counts from the run's
/// own value: an offset is no sound.
Around around(std::span<const float> samples, std::size_t at, std::size_t end, double rate) {
  const auto width = static_cast<std::size_t>(rate * beside_seconds);
  const std::size_t edge = std::max<std::size_t>(1, width / 24);
  const auto from_it = [&](std::span<const float> piece) {
    std::vector<float> centred(piece.begin(), piece.end());
    for (float& x : centred) x -= samples[at];
    return centred;
  };
  const auto before = from_it(samples.subspan(at > width ? at - width : 0, std::min(at, width)));
  const auto after = from_it(samples.subspan(end, std::min(width, samples.size() - end)));
  Around found;
  const auto steps = steps_beside(samples, at, end, static_cast<std::size_t>(rate * step_seconds));
  if (steps.empty()) return found;
  found.finest = steps.front();
  found.quantum = steps[steps.size() / 10];
  found.sound_before = sounds(before, found.quantum);
  found.sound_after = sounds(after, found.quantum);
  const auto abrupt = [&](std::span<const float> piece, std::span<const float> beside) {
    return mean_magnitude(beside) > ramp * rms(piece);
  };
  const bool ends = abrupt(before, std::span(before).last(std::min(edge, before.size())));
  const bool begins = abrupt(after, std::span(after).first(std::min(edge, after.size())));
  found.cut_before = found.sound_before && ends;
  found.cut_after = found.sound_after && begins;
  found.perhaps_cut = found.finest <= coarse_step &&
                      ((ends && rms(before) > certain_sound) || (begins && rms(after) > certain_sound));
  return found;
}

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

/// Whether a recording of this length has such a run by itself.
bool natural_run(std::span<const float> samples, std::size_t at, std::size_t end, std::size_t shortest,
                 const Around& beside, double rate) {
  const bool coarse = beside.finest > coarse_step;
  if (coarse && step_at(samples, at, end) <= dwelling * beside.finest) return true;
  const auto width = static_cast<std::size_t>(rate * neighbourhood_seconds);
  const double share = repetition(samples, at, end, shortest, width);
  const double expected =
      static_cast<double>(samples.size()) * (1 - share) * std::pow(share, static_cast<double>(end - at - 1));
  return expected > likely_in_all;
}

/// Runs that are too short to be told from lost pieces, amid sound: a format that has those has longer ones.
bool repeats_by_itself(std::span<const float> samples, double rate) {
  const auto width = static_cast<std::size_t>(rate * beside_seconds);
  const auto fewest = std::max(few_samples, static_cast<std::size_t>(rate * gap_seconds / 2));
  const auto most = std::max(fewest_samples, static_cast<std::size_t>(rate * gap_seconds));
  std::size_t alike = 0;
  each_run(samples, [&](std::size_t at, std::size_t end) {
    if (at < width || end + width > samples.size() || alike >= too_many_alike) return;
    if (end - at < fewest || end - at >= most || std::abs(samples[at]) > loud) return;
    if (step_at(samples, at, end) <= summit_steps) return;
    const auto level = [&](std::span<const float> piece) {
      double sum = 0;
      for (const float x : piece) sum += (double{x} - samples[at]) * (double{x} - samples[at]);
      return std::sqrt(sum / static_cast<double>(piece.size()));
    };
    const bool amid = level(samples.subspan(at - width, width)) > certain_sound &&
                      level(samples.subspan(end, width)) > certain_sound;
    alike += amid ? 1 : 0;
  });
  return alike >= too_many_alike;
}

/// Zeros that a coarse format has nowhere else nearby, as A-law, which has none.
bool foreign(std::span<const float> samples, std::size_t at, std::size_t end, double rate) {
  if (samples[at] != 0) return false;
  const auto width = static_cast<std::size_t>(rate * neighbourhood_seconds);
  const auto has_zero = [](std::span<const float> side) {
    return std::find(side.begin(), side.end(), 0.0F) != side.end();
  };
  return at >= width && end + width <= samples.size() && !has_zero(samples.subspan(at - width, width)) &&
         !has_zero(samples.subspan(end, width));
}

/// Whether something was lost for certain: sound on both sides, and not both faded. A value that is held
/// begins as the sound left it.
bool lost_between(std::span<const float> samples, std::size_t at, std::size_t end, const Around& beside,
                  double offset) {
  if (end - at < fewest_samples) return false;
  if (beside.finest > coarse_step) {
    const double in = std::abs(double{samples[at]} - samples[at - 1]);
    const double out = std::abs(double{samples[end]} - samples[end - 1]);
    return std::min(in, out) > cut_through * beside.finest;
  }
  // Silence to which an offset was added later.
  const bool resting =
      std::abs(offset) > offset_steps && std::abs(samples[at] - offset) < beside.finest + last_bit;
  return beside.sound_before && beside.sound_after && (beside.cut_before || beside.cut_after) && !resting;
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
  const auto [low, high] = std::minmax_element(samples.begin(), samples.end());
  const float lowest = *low;
  const float highest = *high;
  const double loudness = loud_level(samples, rate);
  const double offset = steady_offset(samples, rate);
  const bool alike = repeats_by_itself(samples, rate);
  each_run(samples, [&](std::size_t at, std::size_t end) {
    if (at == 0 || end == samples.size() || end - at <= shortest) return;
    if (samples[at] != 0 && (samples[at] == lowest || samples[at] == highest)) return;  // An end stop.
    const Around beside = around(samples, at, end, rate);
    const bool coarse = beside.finest > coarse_step;
    const bool strange = coarse && end - at >= fewest_samples && foreign(samples, at, end, rate);
    if (!strange) {
      if (!beside.cut_before && !beside.cut_after) {
        const bool perhaps = beside.perhaps_cut && end - at >= fewest_samples;
        if (perhaps && !natural_run(samples, at, end, shortest, beside, rate)) ++found.gated;
        return;
      }
      // A coarse format's silence is one value, and what ends it may begin at once.
      if (coarse && (!beside.sound_before || !beside.sound_after)) return;
      if (natural_run(samples, at, end, shortest, beside, rate)) return;
    }
    if (!strange && (alike || !lost_between(samples, at, end, beside, offset))) {
      ++found.gated;
      return;
    }
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
