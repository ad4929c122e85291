// How much of a thing that there is a fixed number of one network may hold, so that nobody can use it up for
// others.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskready::network {

/// The first `bits` of an address; IPv4 stands as ::ffff:a.b.c.d (RFC 4291 section 2.5.5.2).
struct Prefix {
  std::array<unsigned char, 16> bytes{};
  unsigned bits = 128;
  auto operator<=>(const Prefix&) const = default;
};

/// "198.51.100.7", "2001:db8::1", each also with "/LENGTH". Nothing for anything else.
std::optional<Prefix> parse_prefix(std::string_view text);
bool contains(const Prefix& whole, const Prefix& part);

/// What an address counts for: one customer has an IPv4 address or an IPv6 /64, and easily a /48 of these
/// (RFC 6177).
struct Networks {
  Prefix narrow;
  std::optional<Prefix> wide;  ///< for IPv6
  double weight = 1;           ///< trusted_weight for a network that the owner trusts
};
inline constexpr double trusted_weight = 10;

/// `address` is numeric; one that is not counts for a network of its own.
Networks networks_of(std::string_view address, const std::vector<Prefix>& trusted);

/// Dynamic thresholds (Choudhury and Hahne, "Dynamic Queue Length Thresholds for Shared-Memory Packet
/// Switches", 1998): a network takes one more while it holds no more than is free. So one alone gets half, n
/// get an (n+1)th each, and there is always room for who has nothing yet. A /48 may hold twice what is free.
/// Not thread-safe.
class Shares {
 public:
  explicit Shares(std::size_t places) : places_(places) {}
  bool has_room(const Networks& networks) const;
  /// False where the share is used up. Each true is followed by one give_back().
  bool take(const Networks& networks);
  void give_back(const Networks& networks);
  /// What is taken beyond a smaller number stays taken until it is given back.
  void set_places(std::size_t places) { places_ = places; }
  std::size_t taken() const { return taken_; }
  std::size_t held_by(const Prefix& network) const;

 private:
  std::size_t places_;
  std::size_t taken_ = 0;
  std::map<Prefix, std::size_t> held_;
};

}  // namespace deskready::network
