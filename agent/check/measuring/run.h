// One check, from a plan to facts: starts probes, side by side where they share nothing, and collects what
// they find.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <stop_token>
#include <vector>

#include "agent/check/measuring/plan.h"
#include "agent/machine/line_lock.h"

namespace deskready {

/// What all probes of one run share. References outlive the run.
struct RunWorld {
  Clock& clock;
  BudgetMeter& budget;
  Guard& guard;
  Conversation& conversation;
  network::FarEnd& far_end;
  ScheduledSound sound = ScheduledSound::loop;
  std::filesystem::path root = "/";
  std::vector<std::string> sound_worker;
  Depth depth = Depth::quick;
  LineLock* line = nullptr;  ///< taken while a step uses a line that others of this computer use, too
  std::function<void()> waiting = {};  ///< called from a probe's thread, before it waits for the line
  std::map<std::string, std::filesystem::path> relay_credentials = {};  ///< as the context has it
  std::filesystem::path sent_note = {};                                 ///< as the context has it
  std::stop_token call =
      {};  ///< a call has begun: what plays or loads the line ends at once, the rest goes on
};

/// Runs the steps and returns once all have ended. After a stop request each asked key has a value or the
/// cause `stopped`. Every question of the plan is answered. Called from one thread; starts one for each
/// probe.
Facts run_plan(const Plan& plan, const RunWorld& world, const std::stop_token& stop);

}  // namespace deskready
