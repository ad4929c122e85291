// Whether a rule is asked of this person and computer, and may be judged at all. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reports/assess/circumstances.h"
#include "reports/assess/finding.h"
#include "reports/assess/judge.h"

namespace deskready {

/// What all rules of one judgement share.
struct Case {
  const Spec& spec;
  const std::vector<Facts>& attempts;
  const Circumstances& circumstances;

  /// The newest value; null without one.
  const Fact* fact(const std::string& key) const;

  /// As a fact is judged: the version of a system that is Windows says so.
  Fact as_judged(const Fact& fact, const FactInfo& info) const;
};

/// What the person answered to the question as it stands, while the answer lasts; null without one. An answer
/// without its question's text is taken at its word.
const Answer* answer_to(const PersonQuestion& question, const Circumstances& circumstances);

/// Whether what stands in the [[when]] of this id is asked of this person and computer at all: nothing when
/// it is, else the outcome, with its arguments in `finding`. When that cannot be told, it is asked and not
/// decided.
std::optional<Judgement> excused(const std::string& id, const Case& all, Finding& finding);

/// Reasons for which a fact must not be judged, whatever its value.
std::optional<Cause> barred(const Rule& rule, bool has_value, const Case& all);

/// Whether a figure was measured to another server than the key's target is in this spec, as one that
/// another spec asked for.
bool of_another_server(const FactKey& key, const Fact& fact, const Spec& spec);

/// Conditions of measuring bar what is measured in their own part; those about the computer bar all that is
/// measured. What is merely read does not depend on them. Which one is not met; nothing when all are.
std::optional<Lacking> unmet_condition(const FactInfo& info, const Case& all);

}  // namespace deskready
