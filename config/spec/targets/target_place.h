// Where a target of a spec is, as far as a fact asks: what a probe is told, and what a figure remembers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/facts/catalogue.h"
#include "config/spec/spec.h"

namespace deskready {

/// Of a fact that is about targets alone all that is tried of it, see reach_text(); of a figure of the line
/// its server, see line_server(). Empty where the target names none.
std::string target_place(const Target& target, const FactInfo& info);

/// Whether both are the same place, asked in the same way; false where one is none.
bool same_target_place(std::string_view a, std::string_view b);

/// The hosts that are asked at such a place, without repetitions.
std::vector<std::string> hosts_at(std::string_view place);

/// What a fact carries of the place that it is about: 16 hexadecimal digits, the same for the same place.
/// Empty for what is none.
std::string target_place_mark(std::string_view place);

}  // namespace deskready
