// What else went on while a probe measured: traffic of others on the link, a processor that kept the probe
// waiting, and a pause of the whole process.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "probes/machine/halts.h"
#include "probes/noted.h"

namespace deskready::network {

/// What disturbed one measurement.
struct Disturbance {
  double other_rate = 0;  ///< bit/s of others' traffic, both directions, on the device in use
  double waited = 0;      ///< share of the time that the probe's thread waited for a processor
  bool paused = false;    ///< the process was stopped, or the computer slept, and went on
};

/// Why figures that were taken under this disturbance must not fail anybody; nothing where they may.
/// `own_rate`: bit/s that the probe itself moved. Others' traffic counts from 1
/// Mbit/s and a tenth of one's own rate: less is what a desktop always does. Waiting counts from a fifth of
/// the time.
std::optional<Taint> taint_of(const Disturbance& disturbance, double own_rate);

/// Watches from its construction on. Construct, and ask, on the thread that measures.
class DisturbanceWatch {
 public:
  /// `device`: empty when unknown; other traffic is then not noticed.
  DisturbanceWatch(std::filesystem::path root, std::string device);
  /// `own_bytes`: moved by the probe since the construction, both directions, on the wire.
  Disturbance until_now(std::uint64_t own_bytes) const;

 private:
  const std::filesystem::path root_;
  const std::string device_;
  const std::optional<std::uint64_t> bytes_;
  const std::optional<double> waited_;
  const std::int64_t began_ns_;
  const Halts halts_;
};

}  // namespace deskready::network
