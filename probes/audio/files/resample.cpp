#include "probes/audio/files/resample.h"

#include <samplerate.h>

#include <cmath>

namespace deskready::audio {

std::vector<float> resample(std::span<const float> samples, double from, double to) {
  const double ratio = to / from;
  std::vector<float> result(static_cast<std::size_t>(std::ceil(static_cast<double>(samples.size()) * ratio)) +
                            16);
  SRC_DATA data{};
  data.data_in = samples.data();
  data.input_frames = static_cast<long>(samples.size());
  data.data_out = result.data();
  data.output_frames = static_cast<long>(result.size());
  data.src_ratio = ratio;
  if (src_simple(&data, SRC_SINC_MEDIUM_QUALITY, 1) != 0) return {};
  result.resize(static_cast<std::size_t>(data.output_frames_gen));
  return result;
}

}  // namespace deskready::audio
