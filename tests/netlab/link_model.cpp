#include "tests/netlab/link_model.h"

#include <algorithm>

namespace netlab {

LinkModel::LinkModel(const LineOptions& options) : options_(options), random_(options.seed) {}

/// Two states (Gilbert): a burst ends with 1 / burst, and begins so often that the share lost is `loss`.
bool LinkModel::loses() {
  if (options_.loss <= 0) return false;
  std::uniform_real_distribution<double> uniform;
  const double burst = std::max(options_.burst, 1.0);
  if (burst == 1.0) return uniform(random_) < options_.loss;
  const double end = 1 / burst;
  const double begin = end * options_.loss / (1 - options_.loss);
  in_burst_ = uniform(random_) < (in_burst_ ? 1 - end : begin);
  return in_burst_;
}

Passage LinkModel::enter(std::int64_t now_ns, std::size_t bytes) {
  if (loses()) return {Fate::lost, 0};
  std::int64_t departs = now_ns;
  if (options_.rate > 0) {
    const std::int64_t begins = std::max(now_ns, served_until_ns_);
    if (static_cast<double>(begins - now_ns) > options_.queue * 1e9) return {Fate::queue_full, 0};
    departs = begins + static_cast<std::int64_t>(static_cast<double>(bytes) * 8e9 / options_.rate);
    served_until_ns_ = departs;
  }
  double delay = options_.delay;
  if (options_.jitter > 0) delay += std::uniform_real_distribution<double>(0, options_.jitter)(random_);
  last_due_ns_ = std::max(last_due_ns_, departs + static_cast<std::int64_t>(delay * 1e9));
  return {Fate::passed, last_due_ns_};
}

}  // namespace netlab
