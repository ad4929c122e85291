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

struct FarEndChoice {
  std::string url;  ///< empty when nobody named one
  network::NamedBy named_by = network::NamedBy::owner;
};

/// The command line first, then the specs, then the owner's settings for these specs.
FarEndChoice choose_far_end(const CheckOptions& options, const std::vector<Spec>& specs,
                            const Settings& settings);

class Measurement {
 public:
  /// Starts an embedded far end on loopback when none was chosen. Construct before other threads start.
  Measurement(const CheckOptions& options, const FarEndChoice& far_end, std::uint64_t budget_bytes);

  /// A light run's plan leaves the heavy steps out.
  Plan plan(const std::vector<Question>& questions) const;

  /// Says who will see this computer's address, what the run will cost and, where somebody can answer, asks;
  /// false when that person says no.
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
  /// Once, and only when there is something to say: it failed, or can show only a part.
  void tell_of_far_end();

  const CheckOptions& options_;
  Interrupts interrupts_;
  SystemClock clock_;
  BudgetMeter budget_;
  AttendedGuard attended_;
  std::optional<UnattendedGuard> unattended_;
  TerminalConversation conversation_;
  std::unique_ptr<network::Responder> embedded_;
  std::unique_ptr<network::FarEnd> far_end_;
  bool told_ = false;
};

}  // namespace deskready
