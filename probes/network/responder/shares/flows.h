// What the reflector keeps for each stream of packets: whether it may be answered, and its count.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "probes/network/responder/shares/admission.h"
#include "probes/network/responder/shares/bucket.h"
#include "probes/network/responder/shares/shares.h"
#include "probes/network/wire/stamp.h"

namespace deskready::network {

/// Which sequence numbers came already, in the manner of RFC 6479: what is older than the window counts as
/// seen.
class SeenNumbers {
 public:
  /// Whether this number comes for the first time.
  bool first(std::uint32_t number);
  static constexpr std::uint32_t window = 1024;

 private:
  std::array<std::uint64_t, window / 64> bits_{};
  std::uint32_t newest_ = 0;
  bool any_ = false;
};

enum class Unanswered : std::uint8_t {
  no_proof,
  expired,
  repeated,
  no_echo,
  too_many_flows,
  too_many_packets
};
inline constexpr std::size_t kinds_of_unanswered = 6;

struct Reflection {
  std::uint32_t sequence = 0;  ///< the reflector's own count in this stream
  std::uint64_t echo = 0;      ///< for the tag
};

/// Not thread-safe. Keeps a session until it expires, and its flows with it: so a packet is answered once,
/// and no key outlives its session.
class Flows {
 public:
  Flows(const Admission& admission, std::vector<Prefix> trusted)
      : admission_(admission), trusted_(std::move(trusted)) {}

  /// `address` and `port` are the sender's; `now_ns` is Unix time.
  std::optional<Reflection> take(const SenderPacket& sent, const std::string& address, std::uint16_t port,
                                 std::int64_t now_ns);

  void trust(std::vector<Prefix> networks) { trusted_ = std::move(networks); }

  /// How many were left unanswered, and why.
  const std::array<std::uint64_t, kinds_of_unanswered>& unanswered() const { return unanswered_; }
  std::size_t sessions() const { return sessions_.size(); }
  std::size_t networks() const { return packets_.size(); }  ///< whose packets are counted

  static constexpr std::size_t most_of_a_session = 128;  ///< flows, and questions for an echo
  static constexpr std::size_t most_flows = 65'536;
  static constexpr std::size_t most_sessions = 32'768;
  static constexpr double session_packets = 2000;    ///< a second
  static constexpr double address_packets = 50'000;  ///< a second

 private:
  struct Flow {
    std::uint64_t id = 0;    ///< the stream of a tagged packet, else the port
    std::uint64_t echo = 0;  ///< of a tagged packet
    std::string address;
    std::uint16_t port = 0;
    std::uint32_t next = 0;
    SeenNumbers seen;
    Networks networks;
  };
  struct Kept {
    PacketKey key{};
    std::int64_t expires = 0;
    Bucket packets{session_packets, session_packets};
    std::vector<Flow> flows;
    std::vector<std::pair<std::string, std::uint16_t>> asked;  ///< for an echo, each once
  };
  struct Hash {
    std::size_t operator()(const SessionId& id) const;
  };
  using Sessions = std::unordered_map<SessionId, Kept, Hash>;

  std::nullopt_t leave(Unanswered why);
  /// The session that the packet proves, or nullptr.
  Kept* proved(const SenderPacket& sent, const std::string& address, std::int64_t now);
  Kept* keep(const Admitted& admitted, const PacketKey& key);
  std::optional<Reflection> answer_question(Kept& kept, const SenderPacket& sent, const std::string& address,
                                            std::uint16_t port);
  static Flow* flow_of(Kept& kept, std::uint64_t id);
  bool within_rate(const Networks& networks, std::int64_t now_ns);
  void forget_expired(std::int64_t now);

  const Admission& admission_;
  std::vector<Prefix> trusted_;
  Sessions sessions_;
  std::map<std::pair<std::string, std::uint16_t>, SessionId> by_ssid_;  ///< of untagged packets
  Shares flows_{most_flows};
  std::map<Prefix, Bucket> packets_;
  std::array<std::uint64_t, kinds_of_unanswered> unanswered_{};
  std::int64_t swept_ = 0;
  std::int64_t cleared_ = 0;  ///< when packets_ began anew
};

}  // namespace deskready::network
