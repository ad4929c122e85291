#include "probes/system/state/kernel_clock.h"

#include "probes/system/state/linux/adjtimex.h"

namespace deskready::system_facts {

std::optional<KernelClock> kernel_clock() {
  timex state{};  // modes = 0: nothing is set
  if (adjtimex(&state) < 0) return std::nullopt;
  return kernel_clock_of(state);
}

}  // namespace deskready::system_facts
