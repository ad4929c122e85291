// What a person may have meant by a word that nobody knows.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace deskready {

/// The known words nearest to a wrong one by edit distance (Levenshtein), at most three, best first; empty
/// when none is near.
std::vector<std::string> nearest(std::string_view wrong, std::span<const std::string_view> known);

}  // namespace deskready
