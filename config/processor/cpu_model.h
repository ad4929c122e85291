// What a spec asks of a processor by name, as ">= Intel Core i5 gen 8", and how one found compares.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "config/processor/cpu_name.h"
#include "config/units/ranked.h"

namespace deskready {

/// The text behind ">=": one or several models joined by "or", as "Intel Core i5 gen 8 or AMD Ryzen 5 gen 2".
/// A generation is written "gen 8", "8th gen", "generation 8" or "3000 series", or shows in a whole number
/// ("Core i5-8250U"); without one every generation will do. The error is a sentence for a person.
tl::expected<std::vector<CpuName>, std::string> parse_cpu_models(std::string_view text);

/// As parse_cpu_models reads it: "Intel Core i5 gen 8 or AMD Ryzen 5 gen 2".
std::string to_string(std::span<const CpuName> models);

/// `found` against the least that is asked for: it meets a model when tier and generation are both at least
/// that, and meeting any one of `least` is enough. Another maker's processor, or one of a range that is
/// ranked otherwise, is not comparable. Pure, thread-safe.
Ranked rank_cpu(const CpuName& found, std::span<const CpuName> least);

}  // namespace deskready
