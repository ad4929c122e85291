#include "probes/system/state/linux/adjtimex.h"

namespace deskready::system_facts {

KernelClock kernel_clock_of(const timex& state) {
  KernelClock clock;
  clock.synchronized = (state.status & STA_UNSYNC) == 0;
  clock.behind = static_cast<double>(state.offset) * ((state.status & STA_NANO) != 0 ? 1e-9 : 1e-6);
  clock.most_off = static_cast<double>(state.maxerror) * 1e-6;
  return clock;
}

}  // namespace deskready::system_facts
