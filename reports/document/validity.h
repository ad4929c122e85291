// How long a report can be relied on.
#pragma once

#include "config/spec/spec.h"
#include "probes/fact.h"

namespace deskready {

/// The moment from which a report by `spec` of a check that ended at `finished` is too old: what the spec's
/// proof says, else 90 days. Pure.
WallTime valid_until(const Spec& spec, WallTime finished);

}  // namespace deskready
