// One talk with a TURN server: requests and their answers, and the login that it asks for.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <tl/expected.hpp>
#include <vector>

#include "config/base/host_port.h"
#include "probes/fact.h"
#include "probes/network/stun/message.h"
#include "probes/network/turn/credentials.h"
#include "probes/network/turn/line.h"
#include "probes/network/turn/login.h"

namespace deskready::network::turn {

/// From a request's attributes, which may need its transaction.
using Attributes = std::function<std::vector<stun::Attribute>(const stun::TransactionId& id)>;

/// Not thread-safe.
class Talk {
 public:
  /// `credentials` may be the reason why there are none, which counts once the server asks for them. `spend`
  /// is told the payload of each packet as it leaves and comes back; after false nothing more is asked.
  Talk(std::unique_ptr<Line> line, const HostPort& server, tl::expected<Credentials, Unmeasured> credentials,
       std::function<bool(std::size_t)> spend);

  /// The server's answer: a success, or an error that is none of the login. A datagram is sent three times
  /// within 1.5 s, on a connection once, and the answer may take 3 s from the first; with a login that the
  /// server asks for (401), or a new one (438), each once, it is asked again. Returns soon after `stop`. The
  /// error is target_failed (silence, a closed port, a login that it does not take or asks for in no form),
  /// the reason for which there are no credentials, failed where this computer cannot send, budget, or
  /// stopped.
  tl::expected<stun::Message, Unmeasured> ask(stun::Method method, const Attributes& attributes,
                                              const std::stop_token& stop);

  /// Asks once and waits 200 ms at most, whatever stops: what a server is told for its own sake.
  void tell(stun::Method method, const Attributes& attributes);

  Line& line() const { return *line_; }
  const HostPort& server() const { return server_; }

 private:
  enum class Next : std::uint8_t { again, take };

  tl::expected<stun::Message, Unmeasured> exchange(stun::Method method, const Attributes& attributes,
                                                   const std::stop_token& stop);
  std::optional<stun::Message> answer_until(std::int64_t deadline_ns, stun::Method method,
                                            const stun::TransactionId& id, const std::stop_token& stop);
  std::optional<stun::Message> taken(stun::Method method, const stun::TransactionId& id);
  tl::expected<Next, Unmeasured> log_in(const stun::Message& answer, bool& renewed);

  const HostPort server_;
  const std::unique_ptr<Line> line_;
  const tl::expected<Credentials, Unmeasured> credentials_;
  const std::function<bool(std::size_t)> spend_;
  std::optional<Login> login_;
  bool refused_ = false;  ///< its port is closed, says it or a machine on the way
};

}  // namespace deskready::network::turn
