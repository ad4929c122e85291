// What a spec makes deskready ask of the computer and the line.
#pragma once

#include <map>
#include <vector>

#include "config/spec/spec.h"

namespace deskready {

/// Each key that the spec asks for: in rules, alternatives, conditions and whens; without duplicates, in that
/// order.
std::vector<FactKey> keys_of(const Spec& spec);

/// The same with the limits at which answers turn, ascending.
std::map<FactKey, std::vector<double>> limits_of(const Spec& spec);

}  // namespace deskready
