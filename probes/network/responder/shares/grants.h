// How many sessions each network was granted that have not expired, and how fast it may ask for more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <queue>

#include "probes/network/responder/shares/bucket.h"
#include "probes/network/responder/shares/shares.h"

namespace deskready::network {

/// Not thread-safe. Times are ns of Unix time.
class Grants {
 public:
  /// False where the network's share is used up, or asks too fast.
  bool take(const Networks& networks, std::int64_t now_ns, std::int64_t expires_ns);
  std::size_t living(std::int64_t now_ns);

  static constexpr std::size_t most = 20'000;
  /// An office of 100 that all begin their shift at the same minute needs 100 at once; each may ask again.
  static constexpr double at_once = 200;
  static constexpr double a_second = 5;

 private:
  void forget_expired(std::int64_t now_ns);
  struct Living {
    std::int64_t expires_ns;
    Networks networks;
    bool operator<(const Living& other) const { return expires_ns > other.expires_ns; }
  };
  Shares shares_{most};
  std::priority_queue<Living> living_;  ///< the first to expire on top
  std::map<Prefix, Bucket> asking_;
};

}  // namespace deskready::network
