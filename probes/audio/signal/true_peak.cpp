#include "probes/audio/signal/true_peak.h"

#include <ebur128.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "probes/audio/signal/level.h"

namespace deskready::audio {
namespace {

struct Destroy {
  void operator()(ebur128_state* state) const { ebur128_destroy(&state); }
};

}  // namespace

std::optional<double> true_peak(std::span<const float> samples, double rate) {
  if (samples.empty() || !(rate >= 16) || !(rate <= 2'822'400)) return std::nullopt;
  const std::unique_ptr<ebur128_state, Destroy> state(
      ebur128_init(1, static_cast<unsigned long>(std::lround(rate)), EBUR128_MODE_TRUE_PEAK));
  double found = 0;
  if (!state || ebur128_add_frames_float(state.get(), samples.data(), samples.size()) != EBUR128_SUCCESS ||
      ebur128_true_peak(state.get(), 0, &found) != EBUR128_SUCCESS) {
    return std::nullopt;
  }
  return std::max(found, peak(samples));
}

}  // namespace deskready::audio
