#include "agent/daemon/daemon_view.h"

#include <fmt/format.h>

namespace deskready {
namespace {

using nlohmann::json;

json or_null(const std::string& text) {
  return text.empty() ? json() : json(text);
}

}  // namespace

const char* state_of(const DaemonView& view) {
  return view.checking ? "checking" : view.paused() ? "paused" : "idle";
}

json hold_json(const std::optional<Hold>& hold) {
  if (!hold) return {};
  return {{"cause", hold->cause}, {"reason", hold->reason}, {"since", format_time(hold->since)}};
}

json pause_json(const DaemonMemory& memory) {
  if (!memory.paused_until) return {};
  return *memory.paused_until == WallTime::max() ? "resume" : format_time(*memory.paused_until);
}

json status_json(const DaemonView& view) {
  json told = standing_json(view.memory);
  told["state"] = state_of(view);
  told["next_run"] = view.next ? json(format_time(*view.next)) : json();
  told["paused_until"] = pause_json(view.memory);
  told["held"] = hold_json(view.hold);
  told["sees_calls"] = view.sees_calls;
  const json progress = json::parse(view.progress, nullptr, false);
  told["progress"] = progress.is_object() ? progress : json();
  told["trouble"] = or_null(view.trouble);
  told["history"] = or_null(view.history_trouble);
  told["used"] = {{"day_bytes", view.used.day_bytes},
                  {"day_limit_bytes", view.day_limit_bytes},
                  {"month_bytes", view.used.month_bytes},
                  {"month_limit_bytes", view.month_limit_bytes}};
  told["version"] = DESKREADY_VERSION;
  return told;
}

std::string status_line(const DaemonView& view) {
  const JobStanding* worst = view.memory.worst();
  std::string line = worst == nullptr ? "Nothing was checked yet" : headline(*worst);
  if (view.checking) {
    line += "; checking now";
  } else if (view.paused()) {
    const bool ends = *view.memory.paused_until != WallTime::max();
    line +=
        ends ? "; paused until " + local_time(*view.memory.paused_until) : "; paused until told to resume";
  } else if (view.next) {
    line += "; next check " + local_time(*view.next);
  }
  if (view.hold) {
    line +=
        fmt::format("; the full check waits since {}: {}", local_time(view.hold->since), view.hold->reason);
  }
  return line;
}

}  // namespace deskready
