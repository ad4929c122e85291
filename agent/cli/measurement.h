// One measuring run as `check` and `facts` share it: far end, plan, consent, probes.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "agent/attended.h"
#include "agent/cli/options.h"
#include "agent/interrupts.h"
#include "agent/run.h"
#include "agent/unattended.h"
#include "probes/network/far_end.h"
#include "probes/network/responder/responder.h"
#include "reports/report.h"

namespace deskready {

class Measurement {
 public:
  /// Starts an embedded far end on loopback when `far_end_url` is empty. Construct before other threads
  /// start.
  Measurement(const CheckOptions& options, const std::string& far_end_url, std::uint64_t budget_bytes);

  /// A light run's plan leaves the heavy steps out.
  Plan plan(const std::vector<Question>& questions) const;

  /// Says what the run will cost and, where somebody can answer, asks; false when that person says no.
  bool agreed(const Plan& plan);

  /// Measures; each of the questions is answered then, those that no probe knows with `unsupported`.
  Facts run(const std::vector<Question>& questions);

  /// The part of the sound check that needs the person; `facts` are what was measured before.
  Facts guided(const Facts& facts);

  FarEndUsed far_end_used(const std::string& named_by_spec);
  std::stop_token stop() const { return interrupts_.token(); }
  TerminalConversation& conversation() { return conversation_; }
  const SystemClock& clock() const { return clock_; }
  std::uint64_t bytes() const { return budget_.spent(); }

 private:
  void leave_out_heavy(const std::vector<Question>& questions, Facts& facts) const;

  const CheckOptions& options_;
  Interrupts interrupts_;
  SystemClock clock_;
  BudgetMeter budget_;
  AttendedGuard attended_;
  std::optional<UnattendedGuard> unattended_;
  TerminalConversation conversation_;
  std::unique_ptr<network::Responder> embedded_;
  std::unique_ptr<network::FarEnd> far_end_;
};

/// As in a document's conditions: "none", "on_this_machine", "as_named", "other".
std::string_view to_string(FarEndUsed used);

}  // namespace deskready
