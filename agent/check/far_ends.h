// The far ends of one run: one for each pass over the line.
#pragma once

#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "agent/check/measuring/passes.h"
#include "agent/check/request/attendant.h"
#include "probes/network/far_end/far_end.h"
#include "reports/assess/assess.h"

namespace deskready {

/// For one thread; what it hands out may be used by others.
class FarEnds {
 public:
  /// One for each of `choices`, at least one; choices of the same far end share its session. A choice
  /// without an address has none, and nothing of the line is known then. Without `line` nothing is contacted.
  FarEnds(std::span<const FarEndChoice> choices, bool line, Attendant& attendant, std::stop_token stop);

  network::FarEnd& of(std::size_t pass) const { return *far_ends_[of_pass_[pass]].far_end; }

  /// Greets responders anew at the next use: what they granted may have ended while a person was asked.
  void greet_again();
  /// Remarks, once for each, that it failed or can show a part only.
  void tell(std::size_t pass);

  /// Of those that somebody named; none without `line`.
  std::vector<std::string> hosts() const;
  /// Whether for a pass nobody named one. Not without `line`.
  bool some_without() const;
  /// How the pass's far end stands to the one that a spec names; `named_by_spec` may be empty.
  FarEndUsed used(const std::string& named_by_spec, std::size_t pass) const;

 private:
  struct Known {
    std::unique_ptr<network::FarEnd> far_end;
    bool told = false;
  };
  const bool line_;
  Attendant& attendant_;
  const std::stop_token stop_;
  std::vector<Known> far_ends_;
  std::vector<std::size_t> of_pass_;  ///< index in far_ends_
};

}  // namespace deskready
