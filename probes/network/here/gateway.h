// Probe network.gateway: delay and loss to the first hop, the home's router. Needs no far end.
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "probes/detail.h"
#include "probes/probe.h"

namespace deskready::network {

/// The router behind the link in use (below any tunnel): numeric address; IPv6 link-local with its device.
/// The error is a sentence: no router, none that can be told, or no route. `towards`: numeric address; empty
/// is anywhere, over IPv4 or, where that leads nowhere, IPv6.
struct FirstHop {
  std::string address;
  std::string device;
};
tl::expected<FirstHop, Explanation> first_hop(const std::filesystem::path& root, const std::string& towards);

/// Round trips in order of sending, seconds; nothing for an echo that was not answered within a second.
struct EchoRecord {
  struct Echo {
    double sent = 0;  ///< CLOCK_MONOTONIC, seconds
    std::optional<double> trip;
    bool refused = false;  ///< by this computer's own kernel: it never left
  };
  std::vector<Echo> echoes;
  Method how;
  int looks = 1;                 ///< the most often that somebody looks at the figures so far and may stop
  std::uint64_t wire_bytes = 0;  ///< both ways

  std::vector<double> trips(double from = 0, double until = 1e18) const;  ///< of echoes sent in that time
};

struct EchoPlan {
  double per_second = 20;
  double seconds = 3;
  double look_from = 2;  ///< seconds from the beginning
  double look_every = 0.5;
};
/// On a thread of its own, one call after the other; true ends.
using EchoEnough = std::function<bool(const EchoRecord& so_far)>;

/// ICMP echo, open loop, by a socket that needs no rights where the system allows it (ping_group_range), else
/// a raw one; where neither may be opened, the time that the router takes to accept or refuse a TCP
/// connection, one after the other. Blocks; returns soon after `stop`. The error is no_permission, failed or
/// unsupported (a router that answers nothing is no router that loses everything).
tl::expected<EchoRecord, Unmeasured> echo(const FirstHop& hop, const EchoPlan& plan,
                                          const std::stop_token& stop, const EchoEnough& enough = {});

/// Figures of an echo record, for the questions about the gateway.
Facts gateway_facts(const EchoRecord& record, std::span<const Question> questions, WallTime at);

Probe gateway_probe();

}  // namespace deskready::network
