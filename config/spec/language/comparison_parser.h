// Comparisons as people write them: ">= 25 Mbps", "10 .. 20 ms", "ethernet".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "config/spec/comparison.h"

namespace deskready {

/// Reads ">= 25 Mbps", "10 .. 20 ms", "ethernet" for the given fact. The error is a sentence for a person and
/// names what would be possible: ">= on a yes/no fact: write true or false".
tl::expected<Comparison, std::string> parse_comparison(std::string_view text, const FactInfo& fact);

/// How many releases "one of the last 2 releases", "latest version" or "current" let pass; nothing for other
/// texts. Pure.
std::optional<unsigned> last_releases(std::string_view text);

}  // namespace deskready
