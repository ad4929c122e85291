// The one place where the daemon asks both clocks.
#pragma once

#include "agent/daemon/schedule/schedule.h"
#include "config/base/time.h"

namespace deskready {

inline Moment moment_now() {
  const SystemClock clock;
  return {clock.now(), clock.monotonic()};
}

}  // namespace deskready
