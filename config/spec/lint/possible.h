// What values a fact can have at all, and whether any meets a limit, or two.
#pragma once

#include "config/spec/demand.h"

namespace deskready {

/// What a fact's figure can be at all.
Span possible(const FactInfo& info);

/// Of numbers; false for other kinds.
bool nothing_meets(const Comparison& comparison, const FactInfo& info);
bool everything_meets(const Comparison& comparison, const FactInfo& info);

/// Whether no value at all could meet both.
bool collide(const Demand& a, const Demand& b, const FactInfo& info);

}  // namespace deskready
