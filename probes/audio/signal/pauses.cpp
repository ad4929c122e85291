#include "probes/audio/signal/pauses.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "probes/audio/signal/spectrum.h"

namespace deskready::audio {
namespace {

constexpr double window_seconds = 0.2;
constexpr std::size_t fewest = 8;
constexpr double loud = 0.1;         // of the power that a twentieth of the windows exceeds
constexpr double quiet = 4;          // times the power that nine tenths of the windows exceed
constexpr double least = 0.1;        // windows with less in a band: there a voice has nothing
constexpr double band_width = 1000;  // Hz
constexpr double rumble_low = 20;
constexpr double rumble_high = 60;
constexpr double audible = 1e-12;  // mean square in a band: below what 16 bits leave

double at_rank(std::vector<double> values, double share) {
  const auto rank =
      values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), rank, values.end());
  return *rank;
}

struct Parts {
  std::vector<const Spectrum*> loud;
  std::vector<const Spectrum*> quiet;
};

Parts parts_of(const std::vector<Spectrum>& windows, double rate) {
  std::vector<double> powers;
  for (const Spectrum& window : windows) powers.push_back(window.between(rumble_low, rate / 2));
  const double speaking = loud * at_rank(powers, 0.95);
  const double pausing = quiet * at_rank(powers, 0.1);
  Parts parts;
  for (std::size_t i = 0; i < windows.size(); ++i) {
    if (powers[i] > speaking) parts.loud.push_back(&windows[i]);
    if (powers[i] < pausing && powers[i] > audible) parts.quiet.push_back(&windows[i]);
  }
  return parts;
}

double band_power(const std::vector<const Spectrum*>& windows, double low, double high, double share) {
  std::vector<double> powers;
  for (const Spectrum* window : windows) powers.push_back(window->between(low, high));
  return at_rank(std::move(powers), share);
}

}  // namespace

std::optional<double> pause_depth(std::span<const float> samples, double rate) {
  const std::size_t size = fast_size(static_cast<std::size_t>(rate * window_seconds));
  const auto windows = spectra(samples, rate, size, size / 2);
  if (windows.size() < fewest) return std::nullopt;
  const Parts parts = parts_of(windows, rate);
  if (parts.loud.size() < fewest || parts.quiet.size() < fewest) return std::nullopt;
  std::optional<double> found;
  const auto take = [&](double low, double high) {
    if (band_power(parts.quiet, low, high, 0.5) < audible) return;
    // Both by the same rank: in a narrow band noise varies by as much as a weak gate changes it.
    const double pause = std::max(band_power(parts.quiet, low, high, least), audible);
    const double depth = 10 * std::log10(band_power(parts.loud, low, high, least) / pause);
    found = std::min(found.value_or(depth), depth);
  };
  take(rumble_low, rumble_high);
  for (double low = band_width; low + band_width <= rate / 2; low += band_width) take(low, low + band_width);
  if (!found) return std::nullopt;
  return std::max(0.0, *found);
}

}  // namespace deskready::audio
