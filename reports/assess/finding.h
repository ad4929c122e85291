// A rule judged: values and codes. Sentences are made of them in reports/words/.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/facts/effort.h"
#include "config/spec/spec.h"
#include "probes/fact.h"
#include "reports/assess/outcome.h"

namespace deskready {

/// What was found, in the catalogue's base unit; for a question the answer, for a choice the alternative that
/// fits.
struct Measured {
  Value value;
  std::optional<double> low = {};  ///< of the 95 % interval
  std::optional<double> high = {};
  bool at_least = false;  ///< the value is a lower bound
  bool at_most = false;
  friend bool operator==(const Measured&, const Measured&) = default;
};
Measured measured_of(const Fact& fact);

/// What a condition, a machine or an alternative asks for and this computer does not have.
struct Lacking {
  std::string alternative;  ///< of a choice; else empty
  std::string key;          ///< fact key text
  Comparison asked;
  std::optional<Measured> measured = {};  ///< nothing when it could not be checked
  friend bool operator==(const Lacking&, const Lacking&) = default;
};

struct Finding {
  std::string rule;
  std::string key;  ///< fact key text, "ask.NAME" or "one_of.NAME"
  Level level = Level::require;
  Outcome outcome = Outcome::not_measured;
  std::optional<Cause> cause = {};  ///< for not_measured
  /// Which sentence: "met", "too_low", "too_high", "not_allowed", "unstable", a cause's code ...
  std::string code;
  std::map<std::string, std::string> args;  ///< its other arguments: until, reason, samples, detail ...
  /// What is asked for; of a question the accepted answers, of a choice its alternatives. With `limit` it is
  /// the share of checks that must meet that.
  Comparison asked;
  std::optional<Comparison> limit = {};   ///< of a share: what each check is held against
  std::optional<Measured> measured = {};  ///< nothing when there is no value
  std::optional<Measured> first = {};     ///< of two attempts the first; `measured` is the last
  std::vector<Lacking> lacking;           ///< why a choice, a condition or a [[when]] does not hold
  Effort effort = Effort::other;          ///< what mending it takes; the order of advice
  Trust trust = Trust::self;
  Texts fix;
  friend bool operator==(const Finding&, const Finding&) = default;
};

/// How the finding's values are kept and written: the catalogue's line of its fact, or that of a share. Null
/// for questions and choices, and for what the catalogue does not know.
const FactInfo* info_of(const Finding& finding);
/// The same for any key's text.
const FactInfo* info_of_key(std::string_view key);

/// An argument that is a time, RFC 3339; nothing where the finding has none or it is no time.
std::optional<WallTime> time_argument(const Finding& finding, const char* name);

/// Whether the trouble that the figure shows was found to lie beyond the router ("trouble_at"), so that
/// nothing at home mends it.
bool lies_beyond_home(const Finding& finding);

/// Whether a target is not reached because something on the way opens encrypted connections to it.
bool opened_on_the_way(const Finding& finding);

/// Whether what was found tells better than its rule what to do: trouble beyond home, a headset that only
/// plays ("plays_only"), or what opens connections.
bool advised_by_what_was_found(const Finding& finding);

/// What mending the finding takes where its spec does not say: for what could not be measured by its cause,
/// else by the catalogue; a choice goes by the fact that keeps it from being met.
Effort usual_effort(const Finding& finding);

std::string_view to_string(Level level);

}  // namespace deskready
