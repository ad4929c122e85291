// The measuring of one run: its far ends, its allowance, who may be disturbed, and one plan after the other.
#pragma once

#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "agent/check/far_ends.h"
#include "agent/check/measuring/guard.h"
#include "agent/check/measuring/plan.h"
#include "agent/check/request/attendant.h"
#include "agent/check/request/request.h"
#include "agent/machine/line_lock.h"
#include "config/base/time.h"

namespace deskready {

/// Of what the request wants looked at. A light run's plan leaves the heavy steps out. Pure.
Plan plan_for(const CheckRequest& request, std::vector<Question> questions);

/// For one thread. References outlive it.
class Measurement {
 public:
  /// `far_ends`: one for each pass over the line, at least one.
  Measurement(const CheckRequest& request, std::span<const FarEndChoice> far_ends, std::uint64_t budget_bytes,
              Attendant& attendant, std::stop_token stop);

  Plan plan(std::vector<Question> questions) const { return plan_for(request_, std::move(questions)); }

  /// Measures, the line to the far end of that pass; each question whose part was chosen is answered then:
  /// what a light run leaves out with why it does, what no probe knows with `unsupported`.
  Facts run(const Plan& plan, std::size_t pass = 0);

  /// Whether a person takes part in the sound check.
  bool takes_a_person() const;
  /// That part; `facts` are what was measured before. What it leaves open is said of what `asked` asks.
  Facts guided(const Facts& facts, std::span<const Question> asked);

  /// The owner's files with credentials for TURN servers, by host; before run().
  void use_credentials(std::map<std::string, std::filesystem::path> files) {
    relay_credentials_ = std::move(files);
  }

  FarEnds& far_ends() { return far_ends_; }
  const FarEnds& far_ends() const { return far_ends_; }
  const Clock& clock() const { return clock_; }
  bool stopped() const { return stop_.stop_requested(); }
  std::uint64_t bytes() const { return budget_.spent(); }
  std::uint64_t bytes_left() const { return budget_.left(); }
  /// Whether another account's run may have loaded the line beside this one.
  LineLock::Alone alone() const { return line_.alone(); }

 private:
  void tell_found(const Facts& facts, std::span<const Question> asked);
  /// Each opening of the microphone is in the history, whatever the report says.
  void keep_always(const Facts& facts);

  const CheckRequest& request_;
  Attendant& attendant_;
  const std::stop_token stop_;
  SystemClock clock_;
  BudgetMeter budget_;
  AttendedGuard attended_;
  std::optional<UnattendedGuard> unattended_;
  FarEnds far_ends_;
  LineLock line_;
  std::map<std::string, std::filesystem::path> relay_credentials_;
};

}  // namespace deskready
