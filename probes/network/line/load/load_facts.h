// From a loaded line to the facts about it. Pure but for the clock.
#pragma once

#include <span>
#include <string>
#include <tl/expected.hpp>

#include "probes/network/line/load/loaded_line.h"

namespace deskready::network {

/// Of one load, or of several in one direction that looked at a line which changes: then the mean from the
/// first to the last, pauses included. `loads` is not empty.
tl::expected<Fact, Unmeasured> rate_fact(const Context& context, std::span<const Loaded> loads,
                                         const Session& session);

/// Beside all of them.
tl::expected<Fact, Unmeasured> delay_fact(const Context& context, std::span<const Loaded> loads);

/// Loaded less idle; the bounds are those of both together.
tl::expected<Fact, Unmeasured> added_fact(const Context& context,
                                          const tl::expected<Fact, Unmeasured>& under_load);

/// The delay that nearly all packets stayed below while the queue was being filled.
tl::expected<Fact, Unmeasured> queue_fact(const Context& context, const Loaded& loaded);

/// As the sender of the load names it.
tl::expected<Fact, Unmeasured> congestion_fact(const Context& context, const Loaded& loaded);

}  // namespace deskready::network
