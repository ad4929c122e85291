// What a far end says that it received of an upload. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "probes/network/line/load/rate_figures.h"

namespace deskready::network {

/// From the answer to an upload: bytes over seconds since it began there. Nothing where it does not tell.
std::optional<std::vector<ByteCount>> far_counts(const std::string& answer);

/// The same of several uploads at once, added up. Nothing where one of the answers does not tell: who knows
/// of the others only does not know how much arrived.
std::optional<std::vector<ByteCount>> far_counts_of_all(std::span<const std::string> answers);

/// Whether this end was told of bytes before the far end had them, which a line cannot do: something in
/// between takes them. `ours` since `began`; both ends' seconds begin with the upload. `slack`: seconds that
/// may lie between.
bool taken_before_they_arrived(std::span<const ByteCount> ours, double began, std::span<const ByteCount> far,
                               double slack);

}  // namespace deskready::network
