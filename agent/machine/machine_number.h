// A number that tells this computer from others and stays with it.
#pragma once

#include <cstdint>
#include <optional>

namespace deskready {

/// Fixed for this computer and without meaning elsewhere: it cannot be traced back to what the system knows
/// the computer by. None where the system knows it by nothing.
std::optional<std::uint64_t> machine_number();

}  // namespace deskready
