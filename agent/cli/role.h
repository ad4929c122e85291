// The work that a person applies for, as the specs call it.
#pragma once

#include <string>
#include <vector>

#include "config/spec/spec.h"

namespace deskready {

/// Whether the role can be meant for each; complains of the first for which it cannot, after `from`, which
/// says where the role was named.
bool know_role(const std::vector<Spec>& specs, const std::string& role, const std::string& from = "--role");

}  // namespace deskready
