// Another node of the same far end, as one that is about to stop names it.
#pragma once

#include <optional>
#include <string>

#include "probes/network/far_end/greeting.h"

namespace deskready::network {

/// What a 503 says of it.
struct Elsewhere {
  bool drains = false;  ///< it takes no new checks because it is about to stop
  bool named = false;   ///< it names another node
  std::optional<Node>
      node;  ///< that node, where an agent may follow; the rules are in docs/far-end-protocol.md
};

/// `first`: the node that answered so, from `first_address`. `ports_of_specs`: only at a port that a spec may
/// name.
Elsewhere read_elsewhere(const std::string& answer, const Node& first, const std::string& first_address,
                         bool ports_of_specs);

}  // namespace deskready::network
