// Surveys the line to the far end before a stream is sent.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <tl/expected.hpp>

#include "probes/network/far_end/far_end.h"
#include "probes/probe.h"

namespace deskready::network {

struct Surveyed {
  /// Bit/s of IP packets in the slower direction; nothing where too little came back to tell.
  std::optional<double> carries;
  std::uint64_t wire_bytes = 0;  ///< both ways
};

/// As LineSurvey says, up to `enough` bit/s: three round trips on a line that carries them, at most some 4 s.
/// A far end on this computer carries anything, unasked. Blocks; returns soon after `stop`. Bytes are spent
/// from `budget` unless it is null. Errors as those of send_stream().
tl::expected<Surveyed, Unmeasured> survey_line(const Session& session, double enough,
                                               const std::stop_token& stop, BudgetMeter* budget);

}  // namespace deskready::network
