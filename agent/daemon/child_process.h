// Work as a child process, so that nothing it does can take the daemon down.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "config/base/process.h"

namespace deskready {

/// As Process::start, but for the service manager's variables, which are for the daemon alone: a child with
/// $NOTIFY_SOCKET could speak for it.
tl::expected<Process, std::string> start_child(const std::vector<std::string>& command_line,
                                               const ProcessStreams& streams);

}  // namespace deskready
