// Which specs the line is measured for together: one pass for each far end that they name, one after the
// other. Pure.
#pragma once

#include <set>
#include <span>
#include <string>
#include <vector>

#include "config/settings/settings.h"
#include "config/spec/spec.h"
#include "probes/network/far_end/far_end.h"
#include "probes/probe.h"

namespace deskready {

struct FarEndChoice {
  std::string url;  ///< empty when nobody named one
  network::NamedBy named_by = network::NamedBy::owner;
};

/// The far end that a run was given.
struct GivenFarEnd {
  std::string url;                              ///< empty when none was
  bool before_spec = true;                      ///< it counts also where a spec names its own
  std::vector<std::string> chosen_before = {};  ///< as CheckRequest has it
};

/// For each spec the far end that its rules about the line are measured to: the given one, else the spec's
/// own, else the one of the owner's settings for it, else what was chosen for it before, else that of the
/// first spec that has one, else the public test that the settings name for all that let it decide. `names`:
/// the specs as the person named them, to find them in the settings.
std::vector<FarEndChoice> choose_far_ends(const GivenFarEnd& given, std::span<const std::string> names,
                                          std::span<const Spec> specs, const Settings& settings);

struct Pass {
  FarEndChoice far_end;
  std::vector<std::size_t> specs;  ///< indices, ascending
  /// What is measured in it, with companions: all that its specs ask of the line; in the first pass all else,
  /// too.
  std::vector<Question> questions;
};

/// At least one pass for at least one spec; `far_ends` has one for each spec. Specs that name the same far
/// end share a pass, but not where one of them judges the delay under a load and another asks for a different
/// load: each then has its own, for that delay depends on the load; nor where both give one name to different
/// targets.
std::vector<Pass> make_passes(std::span<const Spec> specs, std::span<const FarEndChoice> far_ends,
                              Depth depth);

/// The questions of a pass about these keys, with those whose limits pace the load that disturbs them,
/// without which the line would be loaded as fast as it goes. Where one is a judgement from the line's other
/// figures, with all about the line: from fewer than at first it would be another one.
std::vector<Question> questions_about(const Pass& pass, const std::set<FactKey>& keys);

/// What was measured in a pass, with what the first pass found about anything but the line.
Facts facts_of_pass(const Facts& first, const Facts& own);

}  // namespace deskready
