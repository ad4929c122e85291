#include "reports/document/validity.h"

#include <algorithm>

namespace deskready {
namespace {

constexpr double default_validity = 90.0 * 86400;
constexpr double longest_validity = 100 * 365.0 * 86400;

}  // namespace

WallTime valid_until(const Spec& spec, WallTime finished) {
  const double seconds =
      std::min(spec.proof_every_seconds > 0 ? spec.proof_every_seconds : default_validity, longest_validity);
  return finished + std::chrono::microseconds(static_cast<std::int64_t>(seconds * 1e6));
}

}  // namespace deskready
