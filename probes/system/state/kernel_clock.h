// What the kernel knows about how right its clock is.
#pragma once

#include <optional>

namespace deskready::system_facts {

struct KernelClock {
  bool synchronized = false;  ///< something keeps it right from outside (NTP, the host of a virtual machine)
  double behind = 0;    ///< seconds that are still to be added, as that something sees it; may be negative
  double most_off = 0;  ///< seconds: its error is at most this where it is synchronized
};

/// Of this computer, without setting anything; nothing where the kernel does not answer.
std::optional<KernelClock> kernel_clock();

}  // namespace deskready::system_facts
