#include "probes/audio/signal/played/arrival.h"

#include <algorithm>
#include <cmath>

namespace deskready::audio {
namespace {

constexpr double share_of_highest = 0.5;

/// Offset of a parabola's summit from the middle one of three values, -0.5 .. 0.5.
double summit(double before, double at, double after) {
  const double bend = before - 2 * at + after;
  return bend == 0 ? 0 : std::clamp(0.5 * (before - after) / bend, -0.5, 0.5);
}

}  // namespace

double first_arrival(std::span<const float> values, std::size_t highest, std::size_t before) {
  const auto magnitude = [&](std::size_t k) { return std::abs(double{values[k]}); };
  const double enough = share_of_highest * magnitude(highest);
  std::size_t at = highest - std::min(before, highest);
  while (at < highest) {
    const bool rises_to_it = at == 0 || magnitude(at - 1) <= magnitude(at);
    if (magnitude(at) >= enough && rises_to_it && magnitude(at + 1) < magnitude(at)) break;
    ++at;
  }
  if (at == 0 || at + 1 >= values.size()) return static_cast<double>(at);
  return static_cast<double>(at) + summit(values[at - 1], values[at], values[at + 1]);
}

}  // namespace deskready::audio
