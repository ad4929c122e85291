// The computer's own clocks.
#pragma once

#include "probes/probe.h"

namespace deskready {

class SystemClock : public Clock {
 public:
  WallTime now() const override;
  std::chrono::nanoseconds monotonic() const override;
};

}  // namespace deskready
