#include "probes/network/line/load/other_minutes.h"

#include <algorithm>
#include <cmath>

namespace deskready::network {
namespace {

struct Row {
  double share;  ///< of the looks whose score is at most that
  double score;
};
constexpr Row rows[] = {
#define OTHER_MINUTES(share, score) {share, score},
#include "probes/network/line/load/other_minutes.def"
#undef OTHER_MINUTES
};

constexpr Row asked = *(std::end(rows) - 1);
static_assert(asked.share == 0.95);

constexpr double base = 0.3;  ///< of the scale of a score, beside the deviation by the value
constexpr double widest = 1;  ///< half of the range by the value

}  // namespace

std::optional<OtherMinutes> other_minutes(const statistics::SampledMean& looked) {
  const statistics::Interval& interval = looked.interval;
  if (interval.value <= 0) return std::nullopt;
  const double factor = std::exp(asked.score * (base + looked.deviation / interval.value));
  const OtherMinutes range{std::max(0.0, std::min(interval.low, interval.value / factor)),
                           std::max(interval.high, interval.value * factor)};
  if ((range.high - range.low) / 2 > widest * interval.value) return std::nullopt;
  return range;
}

}  // namespace deskready::network
