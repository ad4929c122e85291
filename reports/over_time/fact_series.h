// What earlier checks found of a fact, one by one, as the history holds them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "config/facts/fact_key.h"
#include "probes/fact.h"

namespace deskready {

class History;

/// What one check found of one fact.
struct CheckedFact {
  WallTime at{};
  std::optional<Fact> fact;          ///< when it was measured
  Cause cause = Cause::unsupported;  ///< else
};

/// In order of time, each measurement once.
using FactSeries = std::vector<CheckedFact>;

/// Whose checks count: those for this spec, this work and this computer.
struct ChecksOf {
  std::string spec;
  std::string role;
  std::string machine;  ///< as reports have it; empty takes those of any
};

/// By key; each wanted one has a series, which may be empty. Figures of the line count only where they were
/// measured to the far end that the spec named. From [from, to). The error is a sentence.
tl::expected<std::map<FactKey, FactSeries>, std::string> read_fact_series(const History& history,
                                                                          const ChecksOf& whose,
                                                                          const std::vector<FactKey>& wanted,
                                                                          WallTime from, WallTime to);

/// Adds what `facts`, found by a check that ended at `finished`, say of each wanted key, in its place.
/// `far_end` is as in a report's conditions.
void add_to_series(std::map<FactKey, FactSeries>& series, const Facts& facts, std::string_view far_end,
                   WallTime finished);

}  // namespace deskready
