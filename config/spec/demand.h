// What a limit lets pass, as spans of numbers and sets of texts: for holding two limits against each other.
#pragma once

#include <limits>
#include <set>
#include <string>
#include <vector>

#include "config/spec/spec.h"

namespace deskready {

/// >= and >.
bool is_floor(Operator op);
/// <= and <.
bool is_ceiling(Operator op);

/// The numbers that a comparison lets pass, in base units, for order alone: whether the ends count is left
/// out.
struct Span {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
};

/// A comparison with the share of the limit by which it may be missed. The comparison outlives it.
struct Demand {
  const Comparison& comparison;
  double tolerance = 0;  ///< ratio, not negative
};

Demand demand_of(const Rule& rule);

/// What passes when the whole tolerance is used.
Span span_of(const Demand& demand);

/// In lower case (ASCII), as texts are compared.
std::set<std::string> folded(const std::vector<std::string>& texts);

}  // namespace deskready
