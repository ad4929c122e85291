// Work as a child process, so that nothing it does can take the daemon down.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "config/base/process.h"

namespace deskready {

/// A child, and where its standard output is read from: a descriptor that the caller closes, -1 where the
/// system gave no pipe.
struct TellingChild {
  Process process;
  int output = -1;
};

// As Process::start, but for the service manager's variables, which are for the daemon alone: a child with
// $NOTIFY_SOCKET could speak for it. The error says which program could not be started and why.

/// Its standard input is empty and its standard output is read by the caller.
tl::expected<TellingChild, std::string> start_telling_child(const std::vector<std::string>& command_line);

/// Its standard input is `input`, of at most some kilobytes; its standard output goes nowhere.
tl::expected<Process, std::string> start_child_with(const std::vector<std::string>& command_line,
                                                    std::string_view input);

}  // namespace deskready
