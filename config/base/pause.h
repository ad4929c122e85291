// Waiting that a stop ends.
#pragma once

#include <chrono>
#include <stop_token>

namespace deskready {

/// Returns after `time`, or at the stop.
void pause(const std::stop_token& stop, std::chrono::nanoseconds time);

}  // namespace deskready
