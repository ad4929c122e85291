// What a line carries at least, found with a few packets before any stream fills it: trains of packets that
// are sent at once, and the distance at which they come back (packet dispersion; Dovrolis, Ramanathan and
// Moore 2004). Without sockets and clocks.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "probes/network/line/packets/packet_path.h"

namespace deskready::network {

/// Streams of ours take at most this share of a line: what is measured must not be what we do to it.
inline constexpr double most_share = 0.2;

/// Two packets at first, then 8 and 32, as long as the next train would hold the line for no longer than a
/// tenth of a second by any of its size so far, so that a modem's line sees two at once. Between two trains
/// the line rests for so long that they take `most_share` of it. Where a train shows less than `enough`, the
/// middle of up to six of its size counts (three of 32), or of two that agree.
class LineSurvey {
 public:
  /// `enough`: bit/s from which on nobody needs to know more. `packet_bits`: of one IP packet.
  LineSurvey(double enough, double packet_bits) : enough_(enough), packet_bits_(packet_bits) {}

  struct Train {
    std::size_t packets = 0;
    double not_before = 0;  ///< the origin is that of came()
  };
  /// Nothing when the survey is over.
  std::optional<Train> next() const;

  /// What became of the train, in order of sending; none answered where it was given up.
  void came(std::span<const StreamPacket> train);

  /// Bit/s of IP packets in the slower direction, as far as it was seen; at most what 32 packets within a
  /// microsecond each would be. Nothing when no train came back.
  std::optional<double> carries() const;

 private:
  double packet_seconds() const;  ///< of this step, or the one before

  const double enough_, packet_bits_;
  std::size_t step_ = 0;
  std::vector<double> at_step_;  ///< seconds a packet, ascending
  double before_ = 0;            ///< the same, of the step before
  std::size_t silent_ = 0;       ///< trains of which too little came back
  double not_before_ = 0;
  bool over_ = false;
};

/// The time that the line takes for one packet of a train that was sent at once: the slope of the arrivals
/// behind its first quarter, which jitter stretches. Nothing when too few came back.
std::optional<double> packet_seconds(std::span<const StreamPacket> train);

/// Whether a stream takes more than its line carries, although a survey saw nothing of it (a shaper lets the
/// first packets pass at once): the round trip grows for as long as it is seen, or of each quarter of a
/// second a fifth and more is lost while others arrive. Then what share of the stream the line carries.
std::optional<double> share_carried(std::span<const StreamPacket> so_far);

}  // namespace deskready::network
