#include "probes/audio/signal/tone.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <vector>

#include "probes/audio/signal/spectrum.h"

namespace deskready::audio {
namespace {

constexpr double window_seconds = 0.25;
constexpr double line_width = 16;  // Hz
constexpr int most_lines = 3;
constexpr double nearly_all = 0.9;
constexpr double all_of_a_sine = 0.998;

constexpr double voice_rate = 8000;
constexpr double frame_seconds = 0.04;
constexpr double highest_pitch = 400;
constexpr double lowest_pitch = 70;
constexpr double emphasis = 0.9;  // A room's noise falls with the frequency, and seems to have a pitch.
constexpr double voiced = 0.45;
constexpr std::size_t fewest_voiced = 15;
constexpr double voiced_share = 0.05;
constexpr double moves = 1.04;

/// Takes the strongest line out and gives its power.
double take_line(std::vector<double>& power, std::size_t half) {
  const auto top = static_cast<std::size_t>(std::max_element(power.begin(), power.end()) - power.begin());
  double sum = 0;
  for (std::size_t k = top > half ? top - half : 0; k < power.size() && k <= top + half; ++k) {
    sum += power[k];
    power[k] = 0;
  }
  return sum;
}

/// The share (0..1) of the power that stands in this many of the strongest lines; 0 where there is none.
double share_in_lines(std::span<const float> samples, double rate, int count) {
  const std::size_t size = fast_size(static_cast<std::size_t>(rate * window_seconds));
  const auto windows = spectra(samples, rate, size, size / 2);
  if (windows.size() < 3) return 0;
  std::vector<double> power(windows.front().power.size(), 0);
  for (const Spectrum& window : windows) {
    for (std::size_t k = 0; k < power.size(); ++k) power[k] += window.power[k];
  }
  const double all = std::accumulate(power.begin(), power.end(), 0.0);
  if (!(all > 0)) return 0;
  const auto half = static_cast<std::size_t>(line_width / 2 / windows.front().step);
  double lines = 0;
  for (int i = 0; i < count; ++i) lines += take_line(power, std::max<std::size_t>(half, 2));
  return lines / all;
}

/// At 8 kHz or a little more, high tones raised.
std::vector<float> for_pitch(std::span<const float> samples, double rate) {
  const auto group = static_cast<std::size_t>(std::max(1.0, rate / voice_rate));
  std::vector<float> result;
  double before = 0;
  for (std::size_t at = 0; at + group <= samples.size(); at += group) {
    const double sum = std::accumulate(samples.begin() + static_cast<std::ptrdiff_t>(at),
                                       samples.begin() + static_cast<std::ptrdiff_t>(at + group), 0.0);
    result.push_back(static_cast<float>((sum - emphasis * before) / static_cast<double>(group)));
    before = sum;
  }
  return result;
}

/// What `piece` and the same `lag` later have in common, 1 for a period; its first `size` samples.
double likeness(std::span<const float> piece, std::size_t size, std::size_t lag) {
  float common = 0;
  float here = 0;
  float there = 0;
  for (std::size_t i = 0; i < size; ++i) {
    common += piece[i] * piece[i + lag];
    here += piece[i] * piece[i];
    there += piece[i + lag] * piece[i + lag];
  }
  const double power = std::sqrt(double{here} * double{there});
  return power > 0 ? common / power : 0;
}

/// The shortest period that explains the piece nearly as well as the best one does; 0 for none.
std::size_t period_of(std::span<const float> piece, std::size_t size, std::size_t shortest) {
  std::vector<double> found;
  for (std::size_t lag = shortest; lag + size <= piece.size(); ++lag)
    found.push_back(likeness(piece, size, lag));
  if (found.empty()) return 0;
  const double best = *std::max_element(found.begin(), found.end());
  if (best < voiced) return 0;
  const auto first = std::find_if(found.begin(), found.end(), [&](double x) { return x > 0.9 * best; });
  return shortest + static_cast<std::size_t>(first - found.begin());
}

}  // namespace

bool is_tone(std::span<const float> samples, double rate) {
  return share_in_lines(samples, rate, most_lines) > nearly_all;
}

bool is_sine(std::span<const float> samples, double rate) {
  return share_in_lines(samples, rate, 1) > all_of_a_sine;
}

bool has_voice(std::span<const float> samples, double rate) {
  if (rate < voice_rate / 2) return false;
  const auto thin = for_pitch(samples, rate);
  const double thin_rate = rate / std::floor(std::max(1.0, rate / voice_rate));
  const auto size = static_cast<std::size_t>(thin_rate * frame_seconds);
  const auto shortest = static_cast<std::size_t>(thin_rate / highest_pitch);
  const auto longest = static_cast<std::size_t>(thin_rate / lowest_pitch);
  std::vector<double> powers;
  std::vector<std::span<const float>> pieces;
  for (std::size_t at = 0; at + size + longest <= thin.size(); at += size / 2) {
    pieces.push_back(std::span(thin).subspan(at, size + longest));
    powers.push_back(
        std::inner_product(pieces.back().begin(), pieces.back().end(), pieces.back().begin(), 0.0));
  }
  if (pieces.size() < fewest_voiced) return false;
  auto ranked = powers;
  const auto middle = ranked.begin() + static_cast<std::ptrdiff_t>(ranked.size() / 2);
  std::nth_element(ranked.begin(), middle, ranked.end());
  std::vector<std::size_t> periods;
  std::size_t loud = 0;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (powers[i] < *middle || !(powers[i] > 0)) continue;
    ++loud;
    if (const std::size_t period = period_of(pieces[i], size, shortest)) periods.push_back(period);
  }
  const double enough =
      std::max(static_cast<double>(fewest_voiced), voiced_share * static_cast<double>(loud));
  if (static_cast<double>(periods.size()) < enough) return false;
  std::sort(periods.begin(), periods.end());
  const auto at_share = [&](std::size_t tenths) {
    return static_cast<double>(periods[periods.size() * tenths / 10]);
  };
  return at_share(9) > moves * at_share(1);
}

}  // namespace deskready::audio
