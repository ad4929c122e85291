// How long a thread was kept waiting for a processor.
#pragma once

#include <optional>

namespace deskready {

/// Seconds that the calling thread has spent ready to run and waiting for a processor, since it began.
/// Nothing where the system does not count it.
std::optional<double> processor_wait();

}  // namespace deskready
