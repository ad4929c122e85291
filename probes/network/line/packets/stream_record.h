// One stream of packets as it was sent and came back.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <vector>

#include "probes/network/line/packets/packet_path.h"

namespace deskready::network {

struct StreamRecord {
  std::vector<StreamPacket> packets;
  std::vector<std::uint32_t> extra;  ///< the reflector's counts on surplus answers
  double packets_per_second = 0;
  std::size_t payload_bytes = 0;  ///< of UDP
  bool kernel_stamps = false;     ///< on this computer, in both directions
  double began = 0;               ///< CLOCK_MONOTONIC, seconds: the origin of `sent` and `back`
  double far_began = 0;           ///< Unix time by the far end's clock: the origin of `reached` and `left`
  std::uint64_t wire_bytes = 0;   ///< sent and come back
  nlohmann::json detail = nlohmann::json::object();  ///< how well it was sent; stands in each fact's detail
};

/// What kernels stamp is so far from the wire, seconds; intervals of delays and their differences hold it
/// too.
inline constexpr double stamp_error = 50e-6;

/// Whether the packet of this number is one of the `larger` of each `every`: the first, and evenly spread.
inline bool is_larger(std::size_t sequence, std::size_t every, std::size_t larger) {
  return sequence % every * larger % every < larger;
}

}  // namespace deskready::network
