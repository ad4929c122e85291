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
  if (began_ns_ == 0) began_ns_ = now_ns;
  const double since = static_cast<double>(now_ns - began_ns_) / 1e9;
  const bool out =
      options_.outage > 0 && since >= options_.outage_at && since < options_.outage_at + options_.outage;
  if (loses() || out) return {Fate::lost, 0};
  std::int64_t departs = now_ns;
  if (options_.rate > 0) {
    const std::int64_t begins = std::max(now_ns, served_until_ns_);
    if (static_cast<double>(begins - now_ns) > options_.queue * 1e9) return {Fate::queue_full, 0};
    departs = begins + static_cast<std::int64_t>(static_cast<double>(bytes) * 8e9 / options_.rate);
    served_until_ns_ = departs;
  }
  double delay = options_.delay;
  if (options_.jitter > 0) delay += std::uniform_real_distribution<double>(0, options_.jitter)(random_);
  std::uniform_real_distribution<double> uniform;
  const bool doubled = options_.duplicate > 0 && uniform(random_) < options_.duplicate;
  const std::int64_t due = std::max(last_due_ns_, departs + static_cast<std::int64_t>(delay * 1e9));
  if (options_.reorder > 0 && uniform(random_) < options_.reorder)
    return {Fate::passed, due + static_cast<std::int64_t>(options_.held * 1e9), doubled};
  last_due_ns_ = due;
  return {Fate::passed, last_due_ns_, doubled};
}

}  // namespace netlab
