// The daemon's memory as the file that outlives it, and as its socket tells it. Pure.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "agent/daemon/standing/daemon_memory.h"

namespace deskready {

/// A text that is no JSON object is an error, to be logged; the daemon goes on without. Members of other
/// types count as missing; `fault` gets a
/// sentence where one of them is dropped that the person must know of.
tl::expected<DaemonMemory, std::string> read_memory(std::string_view text, std::string* fault = nullptr);
std::string memory_text(const DaemonMemory& memory);

/// As `GET /status` tells it: verdict, since, reason, last_report of the worst job, and all jobs.
nlohmann::json standing_json(const DaemonMemory& memory);

/// RFC 3339, "resume" for a pause without an end; null for none.
nlohmann::json pause_json(const std::optional<WallTime>& until);

}  // namespace deskready
