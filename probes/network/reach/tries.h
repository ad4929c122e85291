// One try of a port with what it needs, and what it may cost; for those who carry it out.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

#include "config/base/host_port.h"
#include "probes/network/reach/tried.h"

namespace deskready::network::reach {

struct Try {
  Tried& tried;                  ///< what comes of it; outlives the try
  std::vector<HostPort> places;  ///< the addresses to be tried, in this order; at least one
};

/// Told before anything is sent what will be, at most, and what may come back; bytes on the wire. A reason
/// means that nothing may be sent.
using Spend = std::function<std::optional<Unmeasured>(std::size_t sent, std::size_t back)>;

}  // namespace deskready::network::reach
