// What adjtimex(2) tells, as kernel_clock.h has it.
#pragma once

#include <sys/timex.h>

#include "probes/system/state/kernel_clock.h"

namespace deskready::system_facts {

/// From what the kernel filled in. Pure.
KernelClock kernel_clock_of(const timex& state);

}  // namespace deskready::system_facts
