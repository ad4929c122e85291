// Which sessions load the far end now, and how fast each may: it refuses before it becomes the narrow place
// itself, and before one address takes what others need.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "probes/network/responder/shares/bucket.h"
#include "probes/network/responder/shares/session_record.h"
#include "probes/network/responder/shares/shares.h"
#include "probes/network/wire/packet_token.h"

namespace deskready::network {

/// Both ways apart, in bit/s.
struct LoadLimits {
  std::size_t sessions = 200;
  std::uint64_t session_rate = 1'000'000'000;
  std::uint64_t address_rate = 2'000'000'000;
};

enum class Way : std::uint8_t { down, up };

enum class Admittance : std::uint8_t { granted, full, session_connections, address_rate };

/// Not thread-safe. Only sessions that proved their token are counted, so nobody can fill it from a forged
/// address. Times are ns of any clock that only moves forward.
class Occupancy {
 public:
  explicit Occupancy(const LoadLimits& limits) : limits_(limits), shares_(limits.sessions) {}

  /// Whether one session more of this network would fit.
  bool has_room(const Networks& networks, std::int64_t now_ns);

  /// Sessions that have a place now.
  std::size_t sessions() const { return held_.size(); }

  /// Begins a transfer of this session at `rate` bit/s. What an address is promised is not more than its
  /// rate: beyond it the transfer is refused, for a slower one would be taken for a slow line. The place is
  /// of the network that came first; each transfer counts for the address that it goes to, `networks.narrow`.
  /// Each granted() is followed by one end() with the same rate and address.
  Admittance begin(const SessionId& session, const std::string& address, const Networks& networks,
                   std::uint64_t rate, std::int64_t now_ns);
  void end(const SessionId& session, const Prefix& at, std::uint64_t rate, std::int64_t now_ns);

  /// How many bytes may go this way now, whatever was asked for and however many connections there are; they
  /// are counted with spend().
  std::size_t credit(const SessionId& session, const Prefix& at, Way way, std::int64_t now_ns);
  void spend(const SessionId& session, const Prefix& at, Way way, std::size_t bytes);

  /// The sessions that gave their place back since the last call. `began` and `seconds` of the records are on
  /// this class's clock.
  std::vector<SessionRecord> take_ended(std::int64_t now_ns);

  /// For what begins from here on.
  void set_limits(const LoadLimits& limits);

  static constexpr int most_connections = 8;               ///< of one session
  static constexpr std::size_t most_addresses = 32;        ///< of one session, as from a carrier's pool
  static constexpr std::int64_t kept_ns = 10'000'000'000;  ///< a place is kept so long between two transfers
  static constexpr std::int64_t come_back_after = 30;      ///< seconds; about one check

 private:
  /// 50 ms at the rate, but at least what a small piece needs.
  static Bucket bucket_of(double rate) { return {rate / 8, std::max(rate / 8 / 20, 65536.0)}; }

  /// A session that has a place.
  struct Held {
    Networks networks;
    std::uint64_t most = 0;  ///< bit/s, of all its connections
    int running = 0;
    std::int64_t ended_ns = 0;
    std::map<Prefix, std::uint64_t> asked;  ///< bit/s of all that run, by address
    Bucket down, up;
    SessionRecord record;
  };
  struct Address {
    int places = 0;              ///< that have been there
    std::uint64_t promised = 0;  ///< bit/s
    Bucket down, up;
  };
  double address_rate(const Networks& networks) const {
    return static_cast<double>(limits_.address_rate) * networks.weight;
  }
  void forget_ended(std::int64_t now_ns);

  LoadLimits limits_;
  Shares shares_;
  std::map<SessionId, Held> held_;
  std::map<Prefix, Address> addresses_;
  std::vector<SessionRecord> ended_;
};

}  // namespace deskready::network
