// Waits for an answer no longer than it may take, where the asking itself cannot be ended.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>

#include "probes/network/here/name_service.h"

namespace deskready::network {

/// Runs `ask` on a thread of its own. Nothing when no answer came within `patience`, or when `stop` was
/// requested; the thread is then left to itself, and may go on beyond the end of main(). So `ask` owns what
/// it uses, and uses nothing that ends with main().
std::optional<NameAnswer> answer_in_time(std::function<NameAnswer()> ask, std::chrono::nanoseconds patience,
                                         const std::stop_token& stop);

}  // namespace deskready::network
