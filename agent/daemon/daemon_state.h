// How the daemon is at one moment, and the ways in which it is shown. Pure.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "agent/daemon/readiness/readiness.h"
#include "agent/daemon/standing/check_order.h"
#include "agent/daemon/standing/daemon_memory.h"
#include "reports/history/history.h"

namespace deskready {

struct DaemonState {
  const DaemonMemory& memory;
  Readiness readiness = {};  ///< of that memory, now
  bool checking = false;
  bool sees_calls = false;
  std::optional<Hold> hold = {};      ///< of a full check that waits
  std::optional<WallTime> next = {};  ///< none while paused
  DataUsed used = {};
  std::uint64_t day_limit_bytes = 0, month_limit_bytes = 0;
  std::string progress = {};  ///< the running check's last line, JSON; may be empty
  std::string trouble = {};   ///< why the last check was not whole, and which jobs cannot be checked, or not
                              ///< as they should; else empty
  std::string history_trouble = {};  ///< what is wrong with the history; empty when all is well

  bool paused() const { return memory.paused_until.has_value(); }
};

/// "checking", "paused" or "idle".
const char* state_of(const DaemonState& state);
/// As `GET /status` tells it.
nlohmann::json status_json(const DaemonState& state);
/// One line for people, in local time: "Not ready for acme-voice; next check Tue 24 Nov, 09:30".
std::string status_line(const DaemonState& state);

/// {"cause", "reason", "since"}; null for none.
nlohmann::json hold_json(const std::optional<Hold>& hold);

}  // namespace deskready
