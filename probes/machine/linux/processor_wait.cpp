#include "probes/machine/processor_wait.h"

#include <fstream>

namespace deskready {

/// The run-queue delay of the kernel's schedstat.
std::optional<double> processor_wait() {
  std::ifstream file("/proc/thread-self/schedstat");
  double ran = 0, waited = 0;
  if (!(file >> ran >> waited)) return std::nullopt;
  return waited / 1e9;
}

}  // namespace deskready
