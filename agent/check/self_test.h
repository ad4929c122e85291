// Whether the parts that measure a line work. Of the line it says nothing.
#pragma once

#include <stop_token>
#include <string>
#include <tl/expected.hpp>

#include "agent/check/request/attendant.h"

namespace deskready {

/// Measures to a far end inside this computer for some seconds; its figures go nowhere. The error says which
/// part failed and why. Blocks.
tl::expected<void, std::string> self_test(Attendant& attendant, const std::stop_token& stop);

}  // namespace deskready
