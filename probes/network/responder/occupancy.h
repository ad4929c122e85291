// How many sessions load the far end now, so that it refuses before it becomes the narrow place itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>

namespace deskready::network {

/// Not thread-safe. Only sessions that proved their token are counted, so nobody can fill it from a forged
/// address. Times are whole seconds of any clock that only moves forward.
class Occupancy {
 public:
  explicit Occupancy(std::size_t most_sessions) : most_sessions_(most_sessions) {}

  /// Whether one session more would fit.
  bool has_room(std::int64_t now_seconds);

  /// Whether any session has a place now.
  bool any() const { return !places_.empty(); }

  /// Begins a transfer of this session. False where the session has its most connections already, or is new
  /// and there is no room. Each true is followed by one end().
  bool begin(std::uint16_t ssid, std::int64_t now_seconds);
  void end(std::uint16_t ssid, std::int64_t now_seconds);

  static constexpr int most_connections = 8;           ///< of one session
  static constexpr std::int64_t kept_seconds = 10;     ///< a place is kept so long between two transfers
  static constexpr std::int64_t come_back_after = 30;  ///< seconds; about one check

 private:
  struct Place {
    int running = 0;
    std::int64_t ended = 0;
  };
  void forget_ended(std::int64_t now_seconds);

  std::size_t most_sessions_;
  std::map<std::uint16_t, Place> places_;
};

}  // namespace deskready::network
