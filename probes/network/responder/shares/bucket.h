// A token bucket: how much may go now of what flows at a bounded rate.
#pragma once

#include <algorithm>
#include <cstdint>

namespace deskready::network {

/// Not thread-safe. Units are the caller's (bytes, packets). Times are ns of any clock; one that goes back
/// adds nothing.
class Bucket {
 public:
  Bucket(double per_second, double burst) : per_second_(per_second), burst_(burst), level_(burst) {}

  /// What may go now.
  double level(std::int64_t now_ns) {
    if (last_ns_ != 0 && now_ns > last_ns_)
      level_ = std::min(burst_, level_ + per_second_ * static_cast<double>(now_ns - last_ns_) / 1e9);
    last_ns_ = now_ns;
    return level_;
  }
  /// May take it below zero: what has gone already must be earned before more goes.
  void spend(double amount) { level_ -= amount; }
  bool take(double amount, std::int64_t now_ns) {
    if (level(now_ns) < amount) return false;
    spend(amount);
    return true;
  }

 private:
  double per_second_, burst_, level_;
  std::int64_t last_ns_ = 0;
};

}  // namespace deskready::network
