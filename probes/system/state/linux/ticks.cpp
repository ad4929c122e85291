#include "probes/system/state/ticks.h"

#include <cstdio>

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

}  // namespace deskready::system_facts
