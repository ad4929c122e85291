// One transfer of a session: what it may send and take, and whether it goes on.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "probes/machine/clocks.h"
#include "probes/network/responder/serving.h"

namespace deskready::network {

/// A session's transfer, counted against the capacity while it lives.
class Load {
 public:
  Load(Serving& serving, const SessionId& session, const std::string& address, std::uint64_t rate)
      : serving_(serving),
        session_(session),
        rate_(rate),
        networks_(serving.networks(address)),
        admittance_(serving.occupancy.begin(session, address, networks_, rate, monotonic_ns())) {}
  ~Load() {
    if (begun()) serving_.occupancy.end(session_, networks_.narrow, rate_, monotonic_ns());
  }
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;
  bool begun() const { return admittance_ == Admittance::granted; }
  std::uint64_t rate() const { return rate_; }
  Refusal refusal() const {
    if (admittance_ == Admittance::address_rate) return Refusal::address_rate;
    return admittance_ == Admittance::full ? Refusal::full : Refusal::session_connections;
  }
  std::size_t credit(Way way) const {
    return serving_.occupancy.credit(session_, networks_.narrow, way, monotonic_ns());
  }
  void spend(Way way, std::size_t bytes) {
    serving_.occupancy.spend(session_, networks_.narrow, way, bytes);
    (way == Way::down ? serving_.figures.bytes_down : serving_.figures.bytes_up) += bytes;
  }

 private:
  Serving& serving_;
  const SessionId session_;
  const std::uint64_t rate_;
  const Networks networks_;
  const Admittance admittance_;
};

/// Whether a transfer goes on: some bytes in each patience, so that who takes or sends them one by one does
/// not keep a place.
class Progress {
 public:
  explicit Progress(std::chrono::nanoseconds patience) : patience_ns_(patience.count()) {}
  bool goes_on(std::size_t bytes) {
    bytes_ += bytes;
    const std::int64_t now = monotonic_ns();
    if (now - since_ns_ < patience_ns_) return true;
    const bool enough =
        static_cast<double>(bytes_) >= least_rate / 8 * static_cast<double>(now - since_ns_) / 1e9;
    since_ns_ = now;
    bytes_ = 0;
    return enough;
  }

 private:
  static constexpr double least_rate = 8000;  ///< bit/s; no line that could hold a call is as slow
  std::int64_t patience_ns_;
  std::int64_t since_ns_ = monotonic_ns();
  std::uint64_t bytes_ = 0;
};

}  // namespace deskready::network
