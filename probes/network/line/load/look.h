// One direction of the line, looked at by one load or by several.
#pragma once

#include <optional>
#include <vector>

#include "probes/network/line/load/loaded_line.h"
#include "probes/network/line/load/strata.h"

namespace deskready::network {

struct Look {
  const Way* way = nullptr;
  std::vector<Loaded> loads;     ///< in order of time, at least one
  std::optional<Strata> strata;  ///< of what is to come; nothing where one load says all
};

/// What follows a first load, where its line changes, it was not held back by anybody, and the round trip of
/// the idle line is known.
std::optional<Strata> strata_after(const Context& context, const Session& session, const Loaded& first);

/// Loads the lines of all looks that have strata once in each, in turns, so that a direction pauses while the
/// other is loaded. A look of which a load failed keeps only its first, and what all of them cost. Blocks;
/// ends soon after the context's stop.
void look_on(Context& context, const Session& session, std::vector<Look>& looks);

}  // namespace deskready::network
