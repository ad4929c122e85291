// How the daemon is at one moment, and the ways in which it is shown. Pure.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "agent/daemon/checker.h"
#include "agent/daemon/standing/daemon_standing.h"
#include "reports/history/history.h"

namespace deskready {

struct DaemonView {
  const DaemonMemory& memory;
  bool checking = false;
  bool sees_calls = false;
  std::optional<Hold> hold = {};      ///< of a full check that waits
  std::optional<WallTime> next = {};  ///< none while paused
  DataUsed used = {};
  std::uint64_t day_limit_bytes = 0, month_limit_bytes = 0;
  std::string progress = {};         ///< the running check's last line, JSON; may be empty
  std::string trouble = {};          ///< why the last check was not whole; empty when all went well
  std::string history_trouble = {};  ///< what is wrong with the history; empty when all is well

  bool paused() const { return memory.paused_until.has_value(); }
};

/// "checking", "paused" or "idle".
const char* state_of(const DaemonView& view);
/// As `GET /status` tells it.
nlohmann::json status_json(const DaemonView& view);
/// One line for people, in local time: "Not ready for acme-voice; next check Tue 24 Nov, 09:30".
std::string status_line(const DaemonView& view);

/// {"cause", "reason", "since"}; null for none.
nlohmann::json hold_json(const std::optional<Hold>& hold);
/// RFC 3339, "resume" for a pause without an end; null for none.
nlohmann::json pause_json(const DaemonMemory& memory);

}  // namespace deskready
