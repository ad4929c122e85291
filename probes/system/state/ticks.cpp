#include "probes/system/state/ticks.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace deskready::system_facts {

std::optional<double> busy_share(const Ticks& before, const Ticks& after) {
  if (after.busy < before.busy || after.idle < before.idle) return std::nullopt;
  const auto busy = after.busy - before.busy, idle = after.idle - before.idle;
  if (busy + idle == 0) return std::nullopt;
  return static_cast<double>(busy) / static_cast<double>(busy + idle);
}

std::optional<double> busiest_share(std::span<const Ticks> looks, std::size_t window) {
  if (looks.size() < 2) return std::nullopt;
  const std::size_t span = std::min(window, looks.size() - 1);
  std::optional<double> most;
  for (std::size_t i = 0; i + span < looks.size(); ++i) {
    if (const auto share = busy_share(looks[i], looks[i + span])) most = std::max(most.value_or(0), *share);
  }
  return most;
}

}  // namespace deskready::system_facts
