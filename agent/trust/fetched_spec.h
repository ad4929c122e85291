// Signed specs by their https address.
#pragma once

#include <string>
#include <tl/expected.hpp>

namespace deskready {

/// What the address answers, at most 20 s long; the error says in words why there is nothing. Blocks.
tl::expected<std::string, std::string> fetched_spec(const std::string& address);

}  // namespace deskready
