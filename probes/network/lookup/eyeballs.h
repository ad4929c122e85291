// Which of a name's addresses is tried when: Happy Eyeballs, RFC 8305 sections 4 and 5. Without sockets,
// clocks and threads.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace deskready::network {

/// Why an address is not the one that is used.
enum class NotUsed : std::uint8_t {
  refused,      ///< nothing listens at the port
  unreachable,  ///< there is no way to it
  silent,       ///< no answer in Eyeballs::patience
  overtaken,    ///< another connected while it had not answered yet
  failed,       ///< it connected, and then did not do what it should
  forbidden,    ///< nobody may name such an address here
};

struct UnusedAddress {
  std::string address;  ///< numeric
  NotUsed why = NotUsed::silent;
};

/// "v6_refused", "v4_silent": what a report may say of each, for it names no address.
std::vector<std::string> codes_of(const std::vector<UnusedAddress>& unused);

/// What one family's have in common: "silent"; "several" where they have different reasons, "none" where
/// there are none.
std::string_view common_code(const std::vector<UnusedAddress>& unused, bool ipv6);

/// Numeric addresses in the order in which they are tried: families alternate, beginning with the first's
/// (RFC 8305 section 4). Without repetitions, and at most so many: whoever answers for a name says how many
/// it has.
inline constexpr std::size_t most_addresses = 8;
std::vector<std::string> interleaved(const std::vector<std::string>& addresses);

/// One race to several addresses. Who runs it begins and ends the attempts, as this says. Not thread-safe.
class Eyeballs {
 public:
  using Time = std::chrono::nanoseconds;                           ///< since any one moment
  static constexpr Time between = std::chrono::milliseconds(250);  ///< RFC 8305 section 5
  static constexpr Time patience = std::chrono::seconds(2);        ///< with one address

  /// As interleaved() orders them.
  explicit Eyeballs(std::vector<std::string> addresses);

  const std::string& address(std::size_t which) const { return attempts_[which].address; }

  /// The attempt to begin now, which then has begun; nothing when none is due.
  std::optional<std::size_t> begin(Time now);
  /// Those that have been silent for too long, which then have ended.
  std::vector<std::size_t> give_up(Time now);
  /// What was begun did not connect: the next is due at once.
  void ended(std::size_t which, NotUsed why);
  /// The first ends the race.
  void connected(std::size_t which);

  bool over() const;
  /// When begin() or give_up() has something to do if nothing happens before; only while the race runs.
  Time next() const;

  std::optional<std::string> winner() const;
  /// Of those that were begun; in the order of trying.
  std::vector<UnusedAddress> unused() const;

 private:
  struct Attempt {
    std::string address;
    std::optional<Time> begun;
    std::optional<NotUsed> why;
  };
  bool runs(const Attempt& attempt) const { return attempt.begun && !attempt.why; }

  std::vector<Attempt> attempts_;
  std::size_t begun_ = 0;
  std::optional<Time> due_;  ///< of the next; nothing: at once
  std::optional<std::size_t> winner_;
};

}  // namespace deskready::network
