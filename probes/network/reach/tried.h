// What came of trying to reach one port of one host.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "config/spec/targets/reach.h"
#include "probes/detail.h"
#include "probes/fact.h"
#include "probes/network/lookup/eyeballs.h"

namespace deskready::network::reach {

/// One of three: it answered; it did not, and `why` says what it did; it cannot be told, as `untold` says.
struct Tried {
  Reach reach;
  bool answered = false;
  Explanation why = {};
  std::optional<Unmeasured> untold = {};
  std::string address = {};                ///< numeric, that answered
  std::vector<UnusedAddress> unused = {};  ///< tried before it, or all
  /// The product that opens connections on the way, where one signed the certificate that was shown.
  std::string opened_by = {};
  std::uint64_t bytes = 0;  ///< on the wire, both directions, as far as is known
};

/// Of a host's addresses so many are tried, one of each family before a second.
inline constexpr std::size_t most_addresses_tried = 2;

}  // namespace deskready::network::reach
