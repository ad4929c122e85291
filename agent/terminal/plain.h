// What a terminal can show that knows no UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace deskready {

/// Whether the person's locale is one of UTF-8, by the environment as locale(7) has it: LC_ALL, LC_CTYPE,
/// LANG.
bool speaks_utf8();

/// The signs that our own texts use as ASCII writes them ("…" as "...", "µ" as "u"), any other as "?". Pure.
std::string in_ascii(std::string_view text);

/// The text as the person's terminal takes it.
std::string for_this_terminal(std::string text);

}  // namespace deskready
