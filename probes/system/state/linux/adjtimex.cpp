#include "probes/system/state/linux/adjtimex.h"

namespace deskready::system_facts {

KernelClock kernel_clock_of(const timex& state) {
  KernelClock clock;
  clock.synchronized = (state.status & STA_UNSYNC) == 0;
  clock.behind = static_cast<double>(state.offset) * ((state.status & STA_NANO) != 0 ? 1e-9 : 1e-6);
  clock.most_off = static_cast<double>(state.maxerror) * 1e-6;
  return clock;
}

std::optional<KernelClock> kernel_clock() {
  timex state{};  // modes = 0: nothing is set
  if (adjtimex(&state) < 0) return std::nullopt;
  return kernel_clock_of(state);
}

}  // namespace deskready::system_facts
