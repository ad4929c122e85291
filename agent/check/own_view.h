// What one spec's document may show of figures that were measured for several specs at once. Pure.
#pragma once

#include <span>
#include <vector>

#include "config/spec/spec.h"
#include "probes/fact.h"

namespace deskready {

/// How much was offered to the line must not tell that another spec asks for more: a rate beyond what would
/// have been offered for this spec alone becomes `at_least` that, its bytes the share that this spec needed,
/// and no method names the rate that was offered. Outcomes of this spec's rules stay as they are. For quick
/// depth; at full depth the offer depends on no spec.
Facts own_view(Facts facts, const Spec& spec);

/// Bytes that this spec's own figures cost, over all attempts. Figures of one and the same transfer carry the
/// same cost, which counts once.
std::uint64_t own_bytes(const Spec& spec, std::span<const Facts> attempts);

}  // namespace deskready
