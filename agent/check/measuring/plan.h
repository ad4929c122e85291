// Which probes run, with which questions, in which order. Pure.
#pragma once

#include <set>
#include <span>
#include <string>
#include <vector>

#include "config/spec/spec.h"
#include "probes/probe.h"

namespace deskready {

struct PlanStep {
  const Probe* probe = nullptr;
  std::vector<Question> questions;
};

struct Plan {
  std::vector<PlanStep> steps;          ///< in an order that honours `after`
  Cost worst;                           ///< of the steps: bytes add up; seconds by what can overlap
  double usual_seconds = 0;             ///< the same where line and devices are well
  std::vector<PlanStep> left_out = {};  ///< by a light run
  std::vector<Question> asked = {};     ///< all, those too that no step answers
};

/// What of its questions a run looks at, and how far.
struct Scope {
  std::set<std::string, std::less<>> parts;  ///< those chosen with --only
  Depth depth = Depth::quick;
  bool light = false;  ///< without heavy steps
};

/// Whether a step loads the line, and so has to wait for its time. Sound is not meant: what may be done with
/// it is chosen apart.
bool is_heavy(const PlanStep& step, Depth depth);

/// The questions of all rules of all specs, merged: one for each key, with all limits, ascending.
std::vector<Question> questions_of(std::span<const Spec> specs);

/// With what a question about the line is measured together: the idle delay that paces it, the delay under a
/// load, the router's figures and where trouble lies. They cost next to nothing beside what was asked, and
/// are judged by no rule.
std::vector<Question> with_companions(std::vector<Question> questions);

/// A question for every fact that some probe answers and that needs no target.
std::vector<Question> questions_of_everything(std::span<const Probe> table);

Plan make_plan(std::vector<Question> questions, std::span<const Probe> table, const Scope& scope);

}  // namespace deskready
