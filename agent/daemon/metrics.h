// The daemon's figures as OpenMetrics text.
#pragma once

#include <string>

#include "agent/daemon/daemon_state.h"

namespace deskready {

/// Gauges only, which read the same by OpenMetrics 1.0 and by Prometheus' own format, so that one text serves
/// the socket and the textfile collector.
std::string metrics_text(const DaemonState& state);

}  // namespace deskready
