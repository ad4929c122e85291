// What to choose instead of a word that is none of those that there are.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace deskready {

/// "text, json or html".
std::string one_of_words(std::string_view language, std::span<const std::string_view> words);

/// Of `known`, of which there is one at least, what may have been meant: "did you mean html? Use text, json
/// or html", where none is near "use text, json or html", and of many only those that are near.
std::string instead_of(std::string_view language, std::string_view wrong,
                       std::span<const std::string_view> known);

}  // namespace deskready
