// What a row of reflected packets says about a line: delay, jitter, delay variation and loss by direction.
// Pure.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace deskready::network {

/// One packet of a stream, in order of its sequence number. Times in seconds since any moment; sent and back
/// by this computer's clock, reached and left by the reflector's: only differences between the two clocks'
/// differences mean something.
struct StreamPacket {
  double sent = 0;     ///< T1
  double reached = 0;  ///< T2
  double left = 0;     ///< T3
  double back = 0;     ///< T4
  bool answered = false;
  std::uint32_t reflected = 0;  ///< the reflector's own count of what it answered in this session
  bool refused = false;         ///< by this computer's own kernel: it never left
};

enum class Fate : std::uint8_t {
  arrived,
  lost_up,    ///< never reached the reflector
  lost_down,  ///< was reflected and never came back
  not_sent,   ///< refused by this computer's own kernel
  unknown,    ///< before the first and after the last answer nothing tells the directions apart
};

/// What became of each packet, by the reflector's count (stateful reflector, RFC 8762 section 4.3). Where a
/// gap holds losses of both directions their numbers are exact and their order is not. `extra` are the
/// reflector's counts on surplus answers (packets that were doubled on the way).
std::vector<Fate> fates(std::span<const StreamPacket> packets, std::span<const std::uint32_t> extra = {});

/// How long the reflector held an answered packet, T3 - T2, seconds; 0 where that is no time that it could
/// have, as where its clock was set between its two stamps.
double dwell(const StreamPacket& packet);

/// The round trip without the reflector's dwell time, (T4 - T1) - dwell(), seconds, not below 0; of an
/// answered packet.
double round_trip(const StreamPacket& packet);

/// Those of all answered packets, in order of sending.
std::vector<double> round_trips(std::span<const StreamPacket> packets);

enum class Direction : std::uint8_t { up, down };

/// One-way delays of the answered packets, in order of sending, above the least of them (RFC 5481, PDV). The
/// drift of the clocks against each other is removed by the lower convex hull (Zhang, Liu and Xia 2002), up
/// to 200 ppm. Where the reflector's clock was set in between, the packets before and after it are each taken
/// above their own least.
std::vector<double> delay_variation(std::span<const StreamPacket> packets, Direction direction);

/// Packets that arrived after one that was sent later (RFC 4737 type-P-reordered). Up, arrivals are in the
/// order of the reflector's count.
std::size_t reordered(std::span<const StreamPacket> packets, Direction direction);

/// The end of the stream, since the reflector's clock was last set; the whole where it was not.
std::span<const StreamPacket> after_last_clock_step(std::span<const StreamPacket> packets);

/// |D| of RFC 3550, section 6.4.1, for each two packets that arrived one after the other and between which
/// the reflector's clock was not set.
std::vector<double> transit_differences(std::span<const StreamPacket> packets, Direction direction);

/// The running estimate J of RFC 3550 after the last of the differences: J += (|D| - J) / 16, from 0.
double running_jitter(std::span<const double> differences);

}  // namespace deskready::network
