// The reader's language: the one way of every English text into it, and of foreign texts onto a page.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace deskready {

using Arguments = std::map<std::string, std::string>;

/// The English text in `language`, with "{name}" replaced by the argument of that name; an argument that is
/// missing leaves nothing behind. "en" is the text itself; "qps-plocm" is a pseudo-language, mirrored and
/// with accents, that shows in tests which texts did not come through here. Unknown languages are English.
/// Each argument stands between U+2068 and U+2069, Unicode's marks for a name or figure that keeps its own
/// direction: HTML makes <bdi> of them, others call unmarked().
std::string tr(std::string_view language, std::string_view english, const Arguments& arguments = {});

/// Of two English texts the one for `count` things, which "{count}" stands for; a language with other plural
/// forms chooses among its own.
std::string tr_plural(std::string_view language, std::uint64_t count, std::string_view one,
                      std::string_view other, Arguments arguments = {});

/// The text without those marks.
std::string unmarked(std::string_view text);

/// The language in which tr() writes where `language` is asked for: that one, or "en" where it is not
/// translated.
std::string_view written_language(std::string_view language);

/// "rtl" or "ltr".
std::string_view direction(std::string_view language);

}  // namespace deskready
