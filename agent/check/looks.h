// A run's looks at what is there: one for each pass over the line, and a second one at what failed at first.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "agent/check/measurement.h"
#include "agent/check/measuring/passes.h"
#include "agent/check/request/attendant.h"
#include "agent/check/request/request.h"
#include "agent/machine/run_lock.h"
#include "config/spec/spec.h"

namespace deskready {

struct NotMeasured {
  bool declined = false;  ///< the person did not agree
  std::string why;        ///< else: a sentence
};

/// Waits for another run of this person, which is said.
tl::expected<RunLock, NotMeasured> own_turn(Attendant& attendant, const std::stop_token& stop);

/// One pass for each far end of the specs or the request; at least one.
std::vector<Pass> passes_for(const CheckRequest& request, const std::vector<Spec>& specs,
                             const Settings& settings);

/// The most that all passes cost, with what a second look at the line may add.
Cost worst_cost(const CheckRequest& request, const std::vector<Spec>& specs, std::span<const Pass> passes);

/// For one thread. References outlive it. Its functions are called in their order here.
class Looks {
 public:
  /// `specs`: those that the passes name.
  Looks(const CheckRequest& request, const std::vector<Spec>& specs, std::vector<Pass> passes,
        std::uint64_t budget_bytes, Attendant& attendant, const std::stop_token& stop);

  /// Asks for consent to all that it may cost, second looks included.
  bool agreed();

  /// One for each pass, with what takes a person where somebody takes part; from here on nobody is asked.
  std::vector<Facts> first();

  /// What fails of a pass, measured once more with what has to be measured along; nothing where nothing fails
  /// or after a stop.
  std::optional<Facts> second(std::size_t pass, const std::set<FactKey>& failing);

  const std::vector<Pass>& passes() const { return passes_; }
  Measurement& measurement() { return measurement_; }
  const Measurement& measurement() const { return measurement_; }

 private:
  Offer offer() const;

  const CheckRequest& request_;
  const std::vector<Spec>& specs_;
  Attendant& attendant_;
  const std::vector<Pass> passes_;
  Measurement measurement_;
  std::vector<Plan> plans_;  ///< one for each pass
  bool greeted_again_ = false;
};

}  // namespace deskready
