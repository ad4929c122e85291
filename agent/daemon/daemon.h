// The service: checks by a schedule, keeps the reports, answers on its socket.
#pragma once

#include <spdlog/logger.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "config/settings/settings.h"

namespace deskready {

struct DaemonOptions {
  std::optional<std::filesystem::path> config;  ///< the only settings file, or the usual ones
  std::filesystem::path program;                ///< the one that runs, by the name it has in the file system
  std::filesystem::path check_program;          ///< `deskready`
  std::filesystem::path state;                  ///< the history and what was last found go here
  std::filesystem::path runtime;                ///< the socket goes here; private to the user
  std::filesystem::path person_lock;            ///< keeps the daemons of this person apart
};

struct DaemonEnd {
  int code = 0;             ///< of the process
  bool become_new = false;  ///< another file lies under the program's name; everything is kept and closed
};

/// Runs until SIGTERM or SIGINT and returns how it ended: 0 after a clean stop, 3 when it could not begin
/// (the log says why). Ends also, once nothing runs, when its program was replaced or removed. A check that
/// runs at the stop gets SIGTERM, a second later SIGKILL. SIGHUP reads the settings anew and keeps the old
/// ones when the new have faults. Tells systemd READY, RELOADING, STATUS and STOPPING and feeds its watchdog
/// when it asks for that. One thread; blocks.
DaemonEnd run_daemon(const DaemonOptions& options, std::shared_ptr<spdlog::logger> log);

}  // namespace deskready
