// How far this computer's clock is off, as one probe notes it for another.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <optional>

namespace deskready {

/// This computer's clock less another's, in seconds.
struct ClockOffset {
  double seconds = 0;
  double within = 0;        ///< the truth lies within so many seconds of it
  std::size_t samples = 0;  ///< round trips that it was taken from
};

/// Into the detail of a fact, and back from one; nothing where it holds none.
void note_clock(const ClockOffset& offset, nlohmann::json& detail);
std::optional<ClockOffset> noted_clock(const nlohmann::json& detail);

}  // namespace deskready
