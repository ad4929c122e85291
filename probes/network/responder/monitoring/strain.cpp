#include "probes/network/responder/monitoring/strain.h"

namespace deskready::network {

void Strain::add(std::int64_t late_ns, std::int64_t now_ns) {
  samples_.push_back({now_ns, late_ns > bound_ns});
  late_ += samples_.back().late ? 1 : 0;
  while (now_ns - samples_.front().at_ns > window_ns) {
    late_ -= samples_.front().late ? 1 : 0;
    samples_.pop_front();
  }
  if (samples_.size() >= fewest && late_ * 2 >= samples_.size()) strained_until_ns_ = now_ns + rest_ns;
}

}  // namespace deskready::network
