// The daemon's figures as OpenMetrics text.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "agent/checker.h"
#include "agent/daemon_standing.h"
#include "reports/history.h"

namespace deskready {

struct MetricsInput {
  const DaemonMemory& memory;
  bool checking = false;
  bool paused = false;
  bool sees_calls = false;
  std::optional<Hold> hold;
  std::optional<WallTime> next;
  DataUsed used;
};

/// Gauges only, which read the same by OpenMetrics 1.0 and by Prometheus' own format, so that one text serves
/// the socket and the textfile collector.
std::string metrics_text(const MetricsInput& input);

}  // namespace deskready
