// The process that started the sound worker, and what the worker's own process owes it.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace deskready::audio {

/// The number that the system, and the sound server, know this process by.
std::int64_t own_process();

/// Lets this process end with its parent and leave no sound behind in a dump of its memory. Process-wide and
/// for good.
void confine_process();

/// Writes one line; `text` has no end of line. Ends the process at once when nobody listens any more.
void tell_parent(std::string_view text);

/// The parent's next line without its end; nothing when it is gone, when its line is too long, or when
/// `patience` passes between two signs. Without patience it takes as long as it takes.
std::optional<std::string> parent_says(std::optional<std::chrono::milliseconds> patience);

}  // namespace deskready::audio
