// Texts: ASCII folding, trimming, splitting, and their width and breaks on a terminal. All functions are
// pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace deskready {

inline constexpr std::string_view white_space = " \t\r\n\v\f";

/// Without the characters of `white` at both ends; a part of `text`.
std::string_view trimmed(std::string_view text, std::string_view white = white_space);

/// A..Z as a..z; all else, UTF-8 too, stays.
std::string lower(std::string_view text);

/// Whether both are one text when A..Z count as a..z.
bool same_text(std::string_view a, std::string_view b);

/// The parts between the characters `at`, parts of `text`, empty ones too: one more than there are `at`.
std::vector<std::string_view> split(std::string_view text, char at);

/// The words between white space, parts of `text`, none of them empty.
std::vector<std::string_view> split_at_spaces(std::string_view text);

/// The parts between each `between`, which is not empty; an empty text has none.
std::vector<std::string> split(std::string_view text, std::string_view between);

/// The texts with `between` between each two.
std::string joined(const std::vector<std::string>& texts, std::string_view between = ", ");

/// Each `what` in `text`, which is not empty, becomes `by`; what stands in `by` is not looked at again.
void replace_all(std::string& text, std::string_view what, std::string_view by);

/// 0..9, in whatever locale.
constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// How many digits `text` begins with.
std::size_t leading_digits(std::string_view text);

/// Bytes of the UTF-8 character (RFC 3629) that `text` begins with; 0 when it begins with none.
std::size_t character_length(std::string_view text);

/// Columns on a terminal (Unicode's East Asian Width, UAX #11): wide characters take two, combining ones and
/// controls none. `text` is UTF-8; of bytes that are not, each takes one.
std::size_t columns(std::string_view text);

/// `text` followed by spaces up to `width` columns.
std::string padded(std::string_view text, std::size_t width);

/// Lines of at most `width` columns (at least 2), broken at spaces, of which several count as one; at least
/// one line. A word longer than a line is broken behind one of "/_-.,:" where there is one in the latter half
/// of the line, else between characters.
std::vector<std::string> wrapped_lines(std::string_view text, std::size_t width);

}  // namespace deskready
