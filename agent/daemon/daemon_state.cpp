#include "agent/daemon/daemon_state.h"

#include <nlohmann/json.hpp>

#include "agent/daemon/standing/memory_json.h"
#include "config/base/json/bounded_json.h"
#include "config/base/json/json_read.h"
#include "reports/words/service/daemon_words.h"

namespace deskready {
namespace {

using nlohmann::json;

}  // namespace

const char* state_of(const DaemonState& state) {
  return state.checking ? "checking" : state.paused() ? "paused" : "idle";
}

json hold_json(const std::optional<Hold>& hold) {
  if (!hold) return {};
  return {{"cause", cause_of(hold->reason)},
          {"reason", reason_words("en", to_string(hold->reason))},
          {"since", format_time(hold->since)}};
}

json status_json(const DaemonState& state) {
  json told = standing_json(state.memory);
  told["readiness"] = readiness_json(state.readiness);
  told["state"] = state_of(state);
  told["next_run"] = state.next ? json(format_time(*state.next)) : json();
  told["paused_until"] = pause_json(state.memory.paused_until);
  told["held"] = hold_json(state.hold);
  told["sees_calls"] = state.sees_calls;
  const auto progress = read_json(state.progress);
  told["progress"] = progress && progress->is_object() ? *progress : json();
  told["trouble"] = text_or_null(state.trouble);
  told["history"] = text_or_null(state.history_trouble);
  told["used"] = {{"day_bytes", state.used.day_bytes},
                  {"day_limit_bytes", state.day_limit_bytes},
                  {"month_bytes", state.used.month_bytes},
                  {"month_limit_bytes", state.month_limit_bytes}};
  told["version"] = DESKREADY_VERSION;
  return told;
}

std::string status_line(const DaemonState& state) {
  ServiceState told;
  if (const JobStanding* worst = state.memory.worst()) {
    told.verdict = worst->verdict;
    told.job = worst->name();
  }
  told.checking = state.checking;
  told.paused = state.paused();
  if (told.paused && *state.memory.paused_until != WallTime::max()) told.until = state.memory.paused_until;
  told.next = state.next;
  if (state.hold) {
    told.held_since = state.hold->since;
    told.held_for = to_string(state.hold->reason);
  }
  return service_state_words("en", told);
}

}  // namespace deskready
