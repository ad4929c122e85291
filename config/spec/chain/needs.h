// What the employer's programs need beside everything else: it adds up, over specs and the system itself.
#pragma once

#include <optional>
#include <span>

#include "config/spec/spec.h"

namespace deskready {

/// Adds the rules that hold each sum of [needs] against what the computer and the line have left.
void add_up_needs(Spec& spec);

/// What the programs of several specs need when they run at the same time: one spec of the rules that all
/// their [needs] add up to. Nothing when fewer than two of the specs need anything. It is for the person in
/// front of the computer only: one employer's needs are none of another's business.
std::optional<Spec> needs_together(std::span<const Spec> specs);

}  // namespace deskready
