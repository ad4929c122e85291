// Rules and facts become findings and a verdict. Pure: no clock, no files, no globals.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "config/spec/spec.h"
#include "probes/fact.h"
#include "reports/assess/judge.h"

namespace deskready {

enum class Verdict : std::uint8_t { ready, ready_with_warnings, incomplete, not_ready };  ///< best to worst

std::string_view to_string(Outcome outcome);
std::string_view to_string(Verdict verdict);
std::string_view to_string(Level level);
std::optional<Outcome> outcome_from(std::string_view text);
std::optional<Verdict> verdict_from(std::string_view text);

/// Monitoring-plugin codes: 0 ready, 1 ready_with_warnings, 2 not_ready, 3 incomplete.
int exit_code(Verdict verdict);

/// Where the network facts were measured to, as the judge must know it.
enum class FarEndUsed : std::uint8_t {
  none,             ///< nothing answered, or none was given
  on_this_machine,  ///< shown, never judged
  as_named,         ///< the one that the spec names, or any where the spec names none
  other,            ///< another than the spec names: shown, not judged
};

/// As in a document's conditions: "none", "on_this_machine", "as_named", "other".
std::string_view to_string(FarEndUsed used);

/// What a person said to a spec's question.
struct Answer {
  std::string answer;
  WallTime at{};
  std::string text = {};      ///< the question as it was put
  std::string language = {};  ///< in which it was put
};

/// Everything besides rules and facts that a judgement depends on.
struct Circumstances {
  FarEndUsed far_end = FarEndUsed::none;
  std::set<std::string, std::less<>> parts = {"network", "audio", "system"};  ///< as chosen with --only
  std::string reference;
  std::string role;  ///< the work applied for; empty when it was not said
  Day today;
  WallTime started{};  ///< when the check began; an answer from before counts for its question's `valid` time
  std::map<std::string, Answer> answers;       ///< by question name
  std::set<std::string, std::less<>> refused;  ///< questions that the person chose not to answer
  /// What the history holds for the rules over time, by rule id; a rule without has `too_little_history`.
  std::map<std::string, tl::expected<Fact, Unmeasured>, std::less<>> over_time;
};

/// A rule judged. Carries codes and arguments; sentences are made in formats/.
struct Finding {
  std::string rule;
  std::string key;  ///< fact key text, "ask.NAME" or "one_of.NAME"
  Level level = Level::require;
  Outcome outcome = Outcome::not_measured;
  std::optional<Cause> cause;  ///< for not_measured
  std::string
      code;  ///< which sentence: "met", "too_low", "too_high", "not_allowed", "unstable", a cause's code ...
  std::map<std::string, std::string>
      args;              ///< its arguments, raw English values: measured, limit, detail, until ...
  std::string expected;  ///< ">= 25 Mbit/s"
  std::string measured;  ///< "48.2 Mbit/s"; empty when there is no value
  Trust trust = Trust::self;
  Texts fix;
};

struct Assessment {
  std::vector<Finding> findings;  ///< in the order of the spec's rules, then its choices, then its questions
  Verdict verdict = Verdict::incomplete;
};

/// `attempts` are the measurements in order of time, at least one; a later attempt holds only what was
/// measured again. A required rule about a measured network fact is `not_met` only when two attempts fail it;
/// a pass beside a failure, in either order, is `borderline` ("unstable"), and so is a pass beside an attempt
/// that decides nothing; one failure alone is `not_measured` (`undecided`).
Assessment assess(const Spec& spec, const std::vector<Facts>& attempts, const Circumstances& circumstances);

/// Rules whose first attempt fails and that deserve a second look; the keys to measure again.
std::vector<FactKey> second_look(const Spec& spec, const Facts& first, const Circumstances& circumstances);

/// Whether a failure of this rule is measured once more before it counts.
bool needs_two_failures(const Rule& rule);

/// What findings come to; the half of assess() that needs no spec. `expired`: the spec was past its date.
Verdict verdict_of(const std::vector<Finding>& findings, bool expired);

}  // namespace deskready
