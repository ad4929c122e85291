// The work that a person applies for, as the specs call it.
#pragma once

#include <string>
#include <vector>

#include "config/spec/spec.h"

namespace deskready {

/// What is wrong with a role that a person named, and what to name instead; empty for none, and where the
/// spec does not list its roles.
std::string role_fault(const Spec& spec, const std::string& role);

/// Whether the role can be meant for each; complains of the first for which it cannot.
bool know_role(const std::vector<Spec>& specs, const std::string& role);

}  // namespace deskready
