// Before what was kept is erased.
#pragma once

#include <optional>
#include <string_view>

#include "agent/machine/run_lock.h"

namespace deskready {

/// Held while something is erased: nothing runs that would write it again. Waits for a check of this person
/// to end, which is said; nothing after a complaint, where the background service runs, which `end_it` ends.
std::optional<RunLock> with_nothing_running(std::string_view end_it);

}  // namespace deskready
