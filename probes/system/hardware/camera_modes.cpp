#include "probes/system/hardware/camera_modes.h"

#include <utility>

namespace deskready::system_facts {

bool better_mode(const CameraMode& a, const CameraMode& b) {
  constexpr double fluent = 24.9;  // drivers round 25 and 29.97
  const auto rank = [](const CameraMode& mode) {
    return std::pair{mode.rate >= fluent, std::uint64_t{mode.width} * mode.height};
  };
  return rank(a) != rank(b) ? rank(a) > rank(b) : a.rate > b.rate;
}

}  // namespace deskready::system_facts
