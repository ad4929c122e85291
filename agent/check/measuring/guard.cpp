#include "agent/check/measuring/guard.h"

namespace deskready {

UnattendedGuard::UnattendedGuard()
    : watch_([this](CallWatch::State state) {
        if (state == CallWatch::State::in_call) call_.request_stop();
      }) {}

std::optional<Unmeasured> UnattendedGuard::why_not() const {
  if (!call_.stop_requested()) return std::nullopt;
  return unmeasured(Cause::busy);
}

}  // namespace deskready
