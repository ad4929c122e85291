// Limits on processors as sheets word them: "i5-7000 series or better, Ryzen 3", "Core Ultra 5 (Series 2)".
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "config/processor/cpu_model.h"

namespace deskready {

/// The text behind ">=": models joined by "or", a comma or a slash, with or without "or better" and "or
/// equivalent". A generation is written "gen 8", "8th gen", "series 2" or "3000 series", or shows in a number
/// ("Core i5-8250U"); without one every generation will do. It is understood to its last word or refused; the
/// error is a sentence for a person with what to write. Pure.
tl::expected<CpuLimit, std::string> parse_cpu_limit(std::string_view text);

}  // namespace deskready
