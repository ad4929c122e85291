#include "probes/network/responder/monitoring/strain.h"

namespace deskready::network {

void Strain::add(std::int64_t late_ns, const Dwell& dwell, std::int64_t now_ns) {
  samples_.push_back({now_ns, late_ns > bound_ns, dwell});
  late_ += samples_.back().late ? 1 : 0;
  packets_ += dwell.packets;
  late_packets_ += dwell.late;
  with_late_packets_ += dwell.late > 0 ? 1 : 0;
  while (now_ns - samples_.front().at_ns > window_ns) {
    const Sample& gone = samples_.front();
    late_ -= gone.late ? 1 : 0;
    packets_ -= gone.dwell.packets;
    late_packets_ -= gone.dwell.late;
    with_late_packets_ -= gone.dwell.late > 0 ? 1 : 0;
    samples_.pop_front();
  }
  if (samples_.size() < fewest) return;
  if (late_ * 2 >= samples_.size() || packets_wait()) strained_until_ns_ = now_ns + rest_ns;
}

bool Strain::packets_wait() const {
  // One moment in which its computer stood still is not a load that lasts.
  return answers_many() && late_packets_ * 100 > packets_ && with_late_packets_ >= fewest_moments;
}

}  // namespace deskready::network
