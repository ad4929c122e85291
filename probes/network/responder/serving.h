// What a far end serves with: its options, who holds what of it now, and its figures.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "probes/network/responder/monitoring/metrics.h"
#include "probes/network/responder/monitoring/strain.h"
#include "probes/network/responder/options.h"
#include "probes/network/responder/shares/admission.h"
#include "probes/network/responder/shares/connections.h"
#include "probes/network/responder/shares/grants.h"
#include "probes/network/responder/shares/occupancy.h"

namespace deskready::network {

LoadLimits limits_of(const ResponderOptions& options);

/// Four for each check that has a place, and for a small far end enough for who only asks.
std::size_t connections_for(const ResponderOptions& options);

/// Used on the loop's thread only, but for `admission`.
struct Serving {
  explicit Serving(const ResponderOptions& given)
      : options(given), admission(given.secret ? Admission(*given.secret) : Admission()) {}
  ResponderOptions options;
  const Admission admission;
  Occupancy occupancy{limits_of(options)};
  Grants grants;
  Connections connections{connections_for(options)};
  Strain strain;
  Figures figures;
  const std::chrono::nanoseconds patience{static_cast<std::int64_t>(options.patience_seconds * 1e9)};

  Networks networks(const std::string& address) const { return networks_of(address, options.trusted); }
  /// For what comes from here on; but for where it listens and its secret, which stay: those that were to
  /// change.
  Unchanged take_over(ResponderOptions next);
  void refuse(Refusal why) { ++figures.refusals[to_string(why)]; }
  /// Why no session of `lifetime_seconds` is granted now; nothing where one is, which then counts.
  std::optional<Refusal> no_session(const Networks& networks, std::int64_t lifetime_seconds);
};

}  // namespace deskready::network
