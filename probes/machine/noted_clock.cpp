#include "probes/machine/noted_clock.h"

#include "config/base/json/json_read.h"

namespace deskready {

void note_clock(const ClockOffset& offset, nlohmann::json& detail) {
  detail["clock_offset"] = offset.seconds;
  detail["clock_within"] = offset.within;
  detail["clock_samples"] = offset.samples;
}

std::optional<ClockOffset> noted_clock(const nlohmann::json& detail) {
  // The figure may come out of a file.
  const auto seconds = number_of(detail, "clock_offset"), within = number_of(detail, "clock_within");
  const auto samples = count_of(detail, "clock_samples");
  if (!seconds || !within || !samples) return std::nullopt;
  return ClockOffset{*seconds, *within, static_cast<std::size_t>(*samples)};
}

}  // namespace deskready
