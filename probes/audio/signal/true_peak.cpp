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

constexpr std::size_t block = 1024;
constexpr std::size_t context = 64;  // More than the oversampling filter's length, before and after.
// Between the samples a wave may rise above them, but hardly to the double.
constexpr double worth_a_look = 0.5;

}  // namespace

std::optional<double> true_peak(std::span<const float> samples, double rate) {
  if (samples.empty() || !(rate >= 16) || !(rate <= 2'822'400)) return std::nullopt;
  const std::unique_ptr<ebur128_state, Destroy> state(
      ebur128_init(1, static_cast<unsigned long>(std::lround(rate)), EBUR128_MODE_TRUE_PEAK));
  if (!state) return std::nullopt;
  const double largest = peak(samples);
  for (std::size_t at = 0; at < samples.size(); at += block) {
    const auto piece = samples.subspan(at, std::min(block, samples.size() - at));
    if (peak(piece) < worth_a_look * largest) continue;
    const std::size_t from = at > context ? at - context : 0;
    const std::size_t to = std::min(samples.size(), at + block + context);
    if (ebur128_add_frames_float(state.get(), &samples[from], to - from) != EBUR128_SUCCESS)
      return std::nullopt;
  }
  double found = 0;
  if (ebur128_true_peak(state.get(), 0, &found) != EBUR128_SUCCESS) return std::nullopt;
  return std::max(found, largest);
}

}  // namespace deskready::audio
