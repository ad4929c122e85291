// The far ends of one run: one for each pass over the line, and the embedded one where nobody named any.
#pragma once

#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "agent/check/measuring/passes.h"
#include "agent/check/request/attendant.h"
#include "probes/network/far_end/far_end.h"
#include "probes/network/responder/responder.h"
#include "reports/assess/assess.h"

namespace deskready {

/// For one thread; what it hands out may be used by others.
class FarEnds {
 public:
  /// One for each of `choices`, at least one; choices of the same far end share its session. With `line` a
  /// choice without an address starts a responder on loopback, once. Without `line` nothing is contacted.
  FarEnds(std::span<const FarEndChoice> choices, bool line, Attendant& attendant, std::stop_token stop);

  network::FarEnd& of(std::size_t pass) const { return *far_ends_[of_pass_[pass]].far_end; }

  /// Greets responders anew at the next use: what they granted may have ended while a person was asked.
  void greet_again();
  /// Remarks, once for each, that it failed or can show a part only.
  void tell(std::size_t pass);

  bool embedded() const { return embedded_ != nullptr; }
  /// Of those that somebody named; none without `line`.
  std::vector<std::string> hosts() const;
  /// How the pass's far end stands to the one that a spec names; `named_by_spec` may be empty.
  FarEndUsed used(const std::string& named_by_spec, std::size_t pass) const;

 private:
  std::string embedded_url();  ///< empty where it cannot be had

  struct Known {
    std::unique_ptr<network::FarEnd> far_end;
    bool told = false;
  };
  const bool line_;
  Attendant& attendant_;
  const std::stop_token stop_;
  std::unique_ptr<network::Responder> embedded_;
  std::vector<Known> far_ends_;
  std::vector<std::size_t> of_pass_;  ///< index in far_ends_
};

}  // namespace deskready
