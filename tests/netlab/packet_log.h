// The truth that tests compare with: every packet of the emulated line, with its times and its fate.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <string>

#include "tests/netlab/link_model.h"

namespace netlab {

/// Whether an IPv4 or IPv6 packet carries UDP; extension headers and fragments are not followed.
bool is_udp(std::span<const unsigned char> packet);

/// Kept in memory and written at the end, so that writing disturbs no timing. Columns of the CSV:
/// direction (up, down), bytes (of IP), protocol, source port, destination port, sequence (first 32 bits of a
/// UDP payload), payload (bytes of TCP or UDP), in_ns, out_ns (CLOCK_MONOTONIC; 0 when it never left), fate
/// (passed, lost, queue_full, blocked), due_ns (when it should have left: out_ns less due_ns is the
/// emulator's own lateness). A packet that was on the line at the end is `passed` and has out_ns 0.
class PacketLog {
 public:
  /// Returns the entry's number, for left().
  std::size_t entered(bool up, std::span<const unsigned char> packet, std::int64_t now_ns,
                      const Passage& passage);
  void left(std::size_t entry, std::int64_t now_ns) { entries_[entry].out_ns = now_ns; }
  bool write(const std::string& file) const;

 private:
  struct Entry {
    std::int64_t in_ns, out_ns, due_ns;
    std::uint32_t sequence;
    std::uint16_t bytes, payload, source, destination;
    std::uint8_t protocol;
    bool up;
    Fate fate;
  };
  std::deque<Entry> entries_;  ///< never moved as it grows: moving would stop the line for milliseconds
};

}  // namespace netlab
