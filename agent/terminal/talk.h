// Talk to the person: lines on stderr that can never end a run.
#pragma once

#include <string_view>

namespace deskready {

/// Writes `text` to stderr as it is. A stderr that is full, closed or a broken pipe loses the text and
/// nothing else. Thread-safe.
void talk(std::string_view text) noexcept;

/// Opens /dev/null where standard input, output or error is closed, so that no socket or report file takes
/// its number and then receives what was meant for the person. To be called first in main().
void open_standard_files() noexcept;

}  // namespace deskready
