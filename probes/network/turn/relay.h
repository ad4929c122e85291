// A relay of one's own on a TURN server: an allocation whose one peer is its own relayed address, so that
// what is sent through it comes back (RFC 8656).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <tl/expected.hpp>

#include "config/base/host_port.h"
#include "config/spec/turn_address.h"
#include "probes/fact.h"
#include "probes/network/far_end/far_end.h"
#include "probes/network/turn/talk.h"

namespace deskready::network::turn {

/// Ends the allocation when it ends (lifetime 0), for which it waits 200 ms at most. Not thread-safe.
class Relay {
 public:
  /// Looks the server up, connects where that is how it is asked, allocates, permits the own address and
  /// binds a channel to it. Of a name's addresses two are asked at most, one after the other. Where one sends
  /// elsewhere (error 300), the other is asked in its turn, once. Blocks: a look-up takes 5 s at most,
  /// connecting another 5 s, each request 3 s. `spend` is as Talk has it; it and `stop` outlive the relay.
  /// The error is as of places_of() and Talk::ask(), or target_failed with what the server refuses.
  static tl::expected<std::unique_ptr<Relay>, Unmeasured> open(
      const TurnAddress& named, NamedBy named_by, const tl::expected<Credentials, Unmeasured>& credentials,
      const std::stop_token& stop, const std::function<bool(std::size_t)>& spend);

  ~Relay();
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  /// To the server; no request is on its way.
  Line& line() const { return talk_->line(); }
  const HostPort& server() const { return talk_->server(); }
  std::uint16_t channel() const;

 private:
  Relay(std::unique_ptr<Talk> talk, HostPort own) : talk_(std::move(talk)), own_(std::move(own)) {}
  std::optional<Unmeasured> bind(const std::stop_token& stop);

  std::unique_ptr<Talk> talk_;
  const HostPort own_;  ///< the address from which it relays
};

}  // namespace deskready::network::turn
