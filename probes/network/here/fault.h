// Where a line's trouble lies: a judgement from the run's own figures. Sends nothing.
#pragma once

#include <string>

#include "probes/probe.h"

namespace deskready::network {

enum class FaultPlace : std::uint8_t { none, computer, home_network, provider, far_end };

/// "none", "computer", "home_network", "provider", "far_end".
std::string_view to_string(FaultPlace place);

struct Fault {
  FaultPlace place = FaultPlace::none;
  std::string trouble;         ///< "loss", "delay", "jitter", "load"; empty without one
  double whole = 0;            ///< how much of it there is to the far end, in its fact's unit
  std::optional<double> home;  ///< how much of that shows between computer and router
  std::string evidence;        ///< one English sentence with the figures
};

/// Trouble is what published limits for calls call so: 1 % lost, 150 ms round trip, 30 ms jitter, 100 ms more
/// under load. It lies in the computer when other traffic or a busy processor stood beside the figures; at
/// home when at least half of it shows between computer and router; at the far end when its own machine held
/// the packets; else beyond the router: with the provider, or further on. The error says what is missing.
tl::expected<Fault, Unmeasured> locate_fault(const Facts& facts);

/// network.fault
Probe fault_probe();

}  // namespace deskready::network
