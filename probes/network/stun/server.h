// Finds the STUN server that a spec names: its addresses, which of them answers, and where that one sends.
#pragma once

#include <functional>
#include <stop_token>
#include <tl/expected.hpp>

#include "config/spec/stun_address.h"
#include "probes/detail.h"
#include "probes/fact.h"
#include "probes/network/far_end/far_end.h"
#include "probes/network/stun/contents.h"

namespace deskready::network::stun {

/// The first that answers a Binding request. Of a name's addresses at most four are asked, a quarter of a
/// second apart, each three times within 2 s; the answers may take 1.5 s more. Of whoever sends elsewhere
/// (error 300) the other is asked in its turn, twice at most. What a spec names, and whatever it sends to,
/// has to have a public address and a port that a spec may name. Blocks: a look-up takes 5 s at most, each
/// asking 3.5 s. `spend` is told the payload of each packet before it leaves; false ends the asking.
/// The error is target_failed with the reason, failed where this computer cannot send, budget, or stopped.
tl::expected<HostPort, Unmeasured> find_server(const HostPort& named, NamedBy named_by,
                                               const std::stop_token& stop,
                                               const std::function<bool(std::size_t)>& spend);

}  // namespace deskready::network::stun
