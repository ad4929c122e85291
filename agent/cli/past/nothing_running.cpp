#include "agent/cli/past/nothing_running.h"

#include <fmt/format.h>

#include "agent/cli/open_history.h"
#include "agent/cli/output.h"
#include "agent/cli/service/control_client.h"
#include "agent/terminal/talk.h"

namespace deskready {

std::optional<RunLock> with_nothing_running(std::string_view end_it) {
  if (ask_daemon(std::string_view("GET"), "/status", {})) {
    complain(
        fmt::format("the background service runs and would write everything anew; first end it: {}", end_it));
    return std::nullopt;
  }
  return told(RunLock::acquire(
      {}, [](std::string_view) { talk("A check of yours is running; waiting for it to end.\n"); }));
}

}  // namespace deskready
