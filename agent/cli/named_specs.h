// Specs as they are named on the command line.
#pragma once

#include <string>
#include <vector>

#include "agent/trust/opened_spec.h"
#include "config/spec/spec.h"

namespace deskready {

/// Loads each, whoever signed it, complaining of every fault: for whoever writes specs, sends them or judges
/// by them. False when one of them could not be loaded.
bool load_specs(const std::vector<std::string>& names, std::vector<Spec>& specs);

/// The same of those that this computer is to be measured by: each must be by an employer who was accepted
/// here, or is now, by the person who is asked; where nobody can be asked, a new one is refused.
bool load_accepted_specs(const std::vector<std::string>& names, std::vector<Spec>& specs);

/// Shows who signed it, and accepts it once the person says so, or names its key in `key`; also where another
/// key was known before. False after complaining.
bool accept_spec(OpenedSpec& opened, const std::string& name, const std::string& key);

}  // namespace deskready
