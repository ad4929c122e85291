// Talk to the person: lines on stderr that can never end a run.
#pragma once

#include <string_view>

namespace deskready {

/// Writes `text` to stderr as it is. A stderr that is full, closed or a broken pipe loses the text and
/// nothing else. Thread-safe.
void talk(std::string_view text) noexcept;

}  // namespace deskready
