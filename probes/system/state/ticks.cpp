#include "probes/system/state/ticks.h"

#include <algorithm>
#include <condition_variable>
#include <cstdio>
#include <mutex>

#include "probes/machine/files.h"

namespace deskready::system_facts {

std::optional<Ticks> read_ticks(const std::filesystem::path& root) {
  // user, nice, system, idle, iowait, irq, softirq, steal (proc_stat(5)). Guests' time is in user already.
  const auto line = read_line(root, "/proc/stat");
  unsigned long long t[8] = {};
  if (!line || std::sscanf(line->c_str(), "cpu %llu %llu %llu %llu %llu %llu %llu %llu", &t[0], &t[1], &t[2],
                           &t[3], &t[4], &t[5], &t[6], &t[7]) < 4) {
    return std::nullopt;
  }
  return Ticks{t[0] + t[1] + t[2] + t[5] + t[6] + t[7], t[3] + t[4]};
}

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

void wait(const std::stop_token& stop, std::chrono::milliseconds time) {
  std::mutex mutex;
  std::condition_variable_any nobody;
  std::unique_lock lock(mutex);
  nobody.wait_for(lock, stop, time, [] { return false; });
}

}  // namespace deskready::system_facts
