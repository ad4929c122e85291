// Lengths of time as people write them by hand.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace deskready {

/// "2h", "90 minutes", "1 hour 30 min", "1h30min": the sum of its quantities, in seconds. The error names
/// these forms.
tl::expected<double, std::string> parse_length(std::string_view text);

}  // namespace deskready
