#include "config/spec/demand.h"

#include <cmath>

#include "config/base/text.h"

namespace deskready {

bool is_floor(Operator op) {
  return op == Operator::at_least || op == Operator::above;
}

bool is_ceiling(Operator op) {
  return op == Operator::at_most || op == Operator::below;
}

Demand demand_of(const Rule& rule) {
  return {rule.comparison, rule.tolerance};
}

Span span_of(const Demand& demand) {
  const Comparison& comparison = demand.comparison;
  Span span;
  if (!is_ceiling(comparison.op))
    span.low = is_floor(comparison.op) ? comparison.low - std::fabs(comparison.low) * demand.tolerance
                                       : comparison.low;
  if (!is_floor(comparison.op))
    span.high = is_ceiling(comparison.op) ? comparison.high + std::fabs(comparison.high) * demand.tolerance
                                          : comparison.high;
  return span;
}

std::set<std::string> folded(const std::vector<std::string>& texts) {
  std::set<std::string> all;
  for (const std::string& text : texts) all.insert(lower(text));
  return all;
}

}  // namespace deskready
