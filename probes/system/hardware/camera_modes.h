// What pictures a camera gives, asked of its driver.
#pragma once

#include <cstdint>
#include <string>
#include <tl/expected.hpp>

#include "probes/detail.h"

namespace deskready::system_facts {

/// The largest picture that comes 25 times a second or more; where none does, the largest.
struct CameraMode {
  std::uint32_t width = 0, height = 0;  ///< pixels
  double rate = 0;                      ///< pictures a second; 0 when the driver does not tell
};

struct CameraError {
  bool no_permission = false;
  Explanation why;
};

/// Asks "/dev/video0"; takes no picture and sets nothing. Blocks for as long as the device needs to wake up,
/// some tens of milliseconds.
tl::expected<CameraMode, CameraError> ask_camera(const std::string& device);

/// Which of two modes is the better one; for ask_camera, and pure.
bool better_mode(const CameraMode& a, const CameraMode& b);

}  // namespace deskready::system_facts
