// How a TCP socket sends and takes, as far as the system lets one choose it.
#pragma once

#include <cstdint>
#include <string>

namespace deskready::network {

/// How a sender treats the queue in front of a line.
enum class Sending : std::uint8_t {
  keeps_short,  ///< bbr where the system allows it, else cubic
  fills,        ///< reno: it heeds nothing but losses, so that the queue fills within a few round trips
};

/// Returns what the socket then has.
std::string choose_congestion_control(int fd, Sending sending);

struct TcpOptions {
  int largest_segment = 0;         ///< bytes of one segment at most, both ways; 0 leaves it to the system
  std::uint64_t pacing_rate = 0;   ///< bit/s at which this end sends; 0 is unpaced
  std::uint64_t receive_rate = 0;  ///< bit/s at which this end takes; 0 is unlimited
  bool uploads = false;
};

/// Of a socket that is not connected yet. An option that the system refuses leaves its own.
void set_options(int fd, const TcpOptions& options);

/// Of a connected socket: sends at `rate` bit/s, and keeps little unsent data, so that what is measured is
/// the line and not this buffer. An option that the system refuses leaves its own.
void pace_sending(int fd, std::uint64_t rate);

}  // namespace deskready::network
