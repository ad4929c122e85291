// Facts that are older than the check that tells them: carried from an earlier one, or put together by hand.
#pragma once

#include <string>
#include <vector>

#include "config/spec/spec.h"
#include "probes/fact.h"

namespace deskready {

struct OldFact {
  std::string key;
  double seconds = 0;  ///< how long before the check it was measured
};

/// Those that were measured more than a day before the check began, for so long a light check takes figures
/// over; where all of the spec's rules about one say how old it may be, more than that. Null: no spec is
/// known. Oldest first.
std::vector<OldFact> old_facts(const Facts& facts, WallTime started, const Spec* spec);

}  // namespace deskready
