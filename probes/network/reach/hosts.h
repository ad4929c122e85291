// Looks up the hosts that are to be reached, apart from reaching them.
#pragma once

#include <map>
#include <stop_token>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "config/base/host_port.h"
#include "probes/fact.h"
#include "probes/network/far_end/far_end.h"

namespace deskready::network::reach {

/// The addresses of a host that may be tried, or why there are none. Their ports mean nothing.
using Found = tl::expected<std::vector<HostPort>, Unmeasured>;

/// Each host once, several at a time; of each at most most_addresses_tried, of both families where it has
/// both. What a spec names has to be public and not this computer's. Blocks: each look-up takes 5 s at most,
/// and eight are made at a time. An error is target_failed with the reason, or stopped.
std::map<std::string, Found> look_up(const std::vector<std::string>& hosts, NamedBy named_by,
                                     const std::stop_token& stop);

}  // namespace deskready::network::reach
