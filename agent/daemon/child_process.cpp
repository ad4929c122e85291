#include "agent/daemon/child_process.h"

#include <array>
#include <string_view>

namespace deskready {

tl::expected<Process, std::string> start_child(const std::vector<std::string>& command_line,
                                               const ProcessStreams& streams) {
  constexpr std::array<std::string_view, 3> daemon_only = {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"};
  return Process::start(command_line, streams, daemon_only);
}

}  // namespace deskready
