// What one spec's document may show of figures that were measured for several specs at once. Pure.
#pragma once

#include <span>
#include <vector>

#include "config/spec/spec.h"
#include "probes/fact.h"

namespace deskready {

/// How much was offered to the line must not tell that another spec asks for more: a rate beyond what would
/// have been offered for this spec alone becomes `at_least` that, its bytes the share that this spec needed,
/// and no figure has with it how much was offered. Outcomes of this spec's rules stay as they are. For quick
/// depth; at full depth the offer depends on no spec.
Facts own_figures(Facts facts, const Spec& spec);

/// When a spec's own figures were measured, and what they cost.
struct OwnShare {
  WallTime started{}, finished{};
  Cost cost;
};

/// Over all attempts of a run that began at `began`; figures from before it are carried forward and cost
/// nothing in it. Figures of one and the same transfer carry the same cost, which counts once. Without a
/// figure of its own it began and ended at `began`.
OwnShare own_share(const Spec& spec, std::span<const Facts> attempts, WallTime began);

}  // namespace deskready
