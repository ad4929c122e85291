// Talk to the person: lines on stderr that can never end a run.
#pragma once

#include <string_view>

namespace deskready {

/// Writes lines to stderr, as for_terminal_page() of config/base/outward/outward.h. A stderr that is full,
/// closed or a broken pipe loses the text and nothing else. Thread-safe.
void talk(std::string_view text) noexcept;

/// The same with one line that stands in place of what the terminal's last line holds. For a terminal only.
void begin_line_anew(std::string_view what) noexcept;

}  // namespace deskready
