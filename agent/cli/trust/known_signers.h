// What an employer names to hold signed reports against: keys in files, and specs.
#pragma once

#include <string>
#include <vector>

#include "reports/trust/verify_reports.h"

namespace deskready {

/// The public keys in these files, and whose each is: "reference=A-1042" behind the key. False after
/// complaining of a file that holds none.
bool read_known_keys(const std::vector<std::string>& files, KnownToVerifier& known);

/// The specs that were named, then all shipped ones: a verdict is derived by the one whose hash a report
/// carries. False after complaining of one that was named.
bool load_known_specs(const std::vector<std::string>& named, std::vector<Spec>& specs);

}  // namespace deskready
