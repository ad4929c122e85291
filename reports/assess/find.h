// One rule, choice or question of a spec becomes one finding. Pure.
#pragma once

#include "reports/assess/applies.h"

namespace deskready {

/// What is known of a rule's finding before anything is judged.
Finding blank_finding(const Rule& rule);
Finding find_rule(const Rule& rule, const Case& all);
Finding find_choice(const OneOf& choice, const Case& all);
Finding find_question(const PersonQuestion& question, const Circumstances& circumstances);

/// Writes outcome, cause, code, and the effort of what the person can do about it.
void apply(Finding& finding, const Judgement& judgement);

/// Whether one failure of this rule about this fact is not enough.
bool needs_two_failures(const Rule& rule, const FactInfo& info);

}  // namespace deskready
