// Where a server that a spec names may be asked: its addresses, and where it may send one.
#pragma once

#include <stop_token>
#include <tl/expected.hpp>
#include <vector>

#include "config/base/host_port.h"
#include "probes/fact.h"
#include "probes/network/far_end/far_end.h"

namespace deskready::network::stun {

/// The first addresses of the name in the order in which they are to be asked, at most `most` and at least
/// one. What a spec names has to be public and not this computer's. Blocks: a look-up takes 5 s at most. The
/// error is target_failed with the reason, or stopped.
tl::expected<std::vector<HostPort>, Unmeasured> places_of(const HostPort& named, NamedBy named_by,
                                                          std::size_t most, const std::stop_token& stop);

/// Whether one may go where a server sends (error 300). From the public internet nobody is sent into
/// somebody's own network, whoever named the first; what a spec names, not even from there, and only to a
/// port that a spec may name.
bool may_follow(const HostPort& next, const HostPort& from, NamedBy named_by);

}  // namespace deskready::network::stun
