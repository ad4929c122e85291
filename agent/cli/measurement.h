// One measuring run as `check` and `facts` share it: far ends, plan, consent, probes.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "agent/check/interrupts.h"
#include "agent/check/measuring/guard.h"
#include "agent/check/measuring/passes.h"
#include "agent/check/measuring/run.h"
#include "agent/cli/options.h"
#include "agent/terminal/conversation.h"
#include "config/base/time.h"
#include "probes/network/far_end/far_end.h"
#include "probes/network/responder/responder.h"
#include "reports/document/report.h"

namespace deskready {

class Measurement {
 public:
  /// `far_ends`: one for each pass over the line, at least one; passes to the same far end share its session.
  /// Starts an embedded far end on loopback for a pass that has none. Construct before other threads start.
  Measurement(const CheckOptions& options, std::span<const FarEndChoice> far_ends,
              std::uint64_t budget_bytes);

  /// A light run's plan leaves the heavy steps out.
  Plan plan(const std::vector<Question>& questions) const;

  /// Says who will see this computer's address, what the run will cost at most and, where somebody can
  /// answer, asks; false when that person says no.
  bool agreed(const Cost& worst);

  /// Measures, the line to the far end of that pass; each of the questions is answered then, those that no
  /// probe knows with `unsupported`.
  Facts run(const std::vector<Question>& questions, std::size_t pass = 0);

  /// Greets responders anew at the next run: what they granted may have ended while a person was asked.
  void greet_again();

  /// The part of the sound check that needs the person; `facts` are what was measured before.
  Facts guided(const Facts& facts);

  FarEndUsed far_end_used(const std::string& named_by_spec, std::size_t pass = 0);
  std::stop_token stop() const { return interrupts_.token(); }
  TerminalConversation& conversation() { return conversation_; }
  const SystemClock& clock() const { return clock_; }
  std::uint64_t bytes() const { return budget_.spent(); }

 private:
  std::string embedded_url();  ///< starts it once; empty where it cannot be had
  void leave_out_heavy(const std::vector<Question>& questions, Facts& facts) const;
  network::FarEnd& far_end(std::size_t pass) const { return *far_ends_[of_pass_[pass]].far_end; }
  /// Once, and only when there is something to say: it failed, or can show only a part.
  void tell_of_far_end(std::size_t pass);

  const CheckOptions& options_;
  Interrupts interrupts_;
  SystemClock clock_;
  BudgetMeter budget_;
  AttendedGuard attended_;
  std::optional<UnattendedGuard> unattended_;
  TerminalConversation conversation_;
  std::unique_ptr<network::Responder> embedded_;
  struct Known {
    std::unique_ptr<network::FarEnd> far_end;
    bool told = false;
  };
  std::vector<Known> far_ends_;
  std::vector<std::size_t> of_pass_;  ///< index in far_ends_
};

}  // namespace deskready
