// The one table of all facts. Help, documentation, schema and spec checking all come from it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/facts/effort.h"
#include "config/units/quantity.h"

namespace deskready {

enum class Kind : std::uint8_t { number, truth, text, version };

/// How a fact is known.
enum class Known : std::uint8_t {
  measured,   ///< by an active probe; may differ the next time
  inventory,  ///< read from the machine
  heuristic,  ///< inferred; said so wherever it is shown
};

/// Which way is better, for lint and for properties; `neither` for identities.
enum class Better : std::uint8_t { neither, higher, lower };

/// In which way a text has more and less all the same; `no` for most.
enum class Ordered : std::uint8_t {
  no,
  pixels,     ///< "1920x1080": more in both directions
  processor,  ///< "Intel Core i5 gen 8": by tier and generation
};

/// How a text names its thing, where people have several names for one.
enum class Names : std::uint8_t {
  plain,             ///< one name only
  processor_family,  ///< "Core i5"
  system,            ///< os-release's ID, NAME and PRETTY_NAME
  edition,           ///< with and without "Edition"
  product,           ///< "Jabra Evolve 40" for a Jabra Evolve 40 MS
  maker,             ///< Plantronics for Poly
  zone,              ///< US/Eastern for America/New_York
  chassis,           ///< a convertible is a laptop too
  wifi_generation,   ///< a number that goes by "802.11ax" and "Wi-Fi 6" too
};

/// What a fact or report field tells about a person, and so who may see it.
enum class Privacy : std::uint8_t {
  verdict,    ///< an outcome: says only ready or not
  figure,     ///< a measured number
  equipment,  ///< what kind of thing stands on the desk
  linking,    ///< could tie two reports together (ids, times, the salted machine hash)
  local,      ///< free text of the system: never leaves this computer
};

/// Which figure of a line's outages a fact is.
enum class Outage : std::uint8_t { none, count, longest, share_up };

/// The ends of what a number can be, in its unit; both can be reached.
struct Range {
  double low = 0;
  double high = 0;
};

/// Everything that is special about a fact stands here: other code asks, and knows no fact by name.
struct FactInfo {
  std::string_view name;
  Kind kind = Kind::number;
  Unit unit = Unit::none;
  Known known = Known::inventory;
  Privacy privacy = Privacy::figure;
  Better better = Better::neither;
  bool needs_far_end = false;  ///< cannot be measured without a responder
  bool targeted = false;       ///< needs an @target; others of the line may have one
  bool windowed = false;       ///< can be asked for by a window: the worst, or a quantile, of all windows
  Ordered ordered = Ordered::no;
  /// The only texts that there are, between '|'; empty for a text that may be anything.
  std::string_view words = {};
  std::string_view shown = {};  ///< those words as people read them, between '|'; empty: as they are
  Names names = Names::plain;
  std::string_view maker = {};           ///< of a product: the fact that tells its maker alone
  std::string_view other_scales = {};    ///< published figures that are no measure of it, though they look so
  std::string_view system_family = {};   ///< of a system's version: the fact that tells whose it is
  std::string_view newer_releases = {};  ///< of a version: the fact that counts the releases after it
  bool counts_releases = false;          ///< a number for which "one of the last 2 releases" may be written
  bool below_zero = false;               ///< a number that may be negative, though its unit seldom is
  double near_absolute = 0;  ///< how close to a limit is "too close to call"; 0 means 10 % of the limit
  std::uint64_t minimum_samples = 1;  ///< fewer are `too_few_samples`
  std::string_view statistic = {};    ///< what the plain name means: "median", "p99", "mean"
  std::string_view statistics = {};   ///< others that can be asked for, space separated
  std::string_view label = {};        ///< a few words for a table: "Download speed"
  std::string_view sentence = {};     ///< what it is
  std::string_view source = {};       ///< from what it is known
  std::string_view unseen = {};       ///< what it cannot see, though one might think so
  std::string_view untold = {};       ///< when it is "could not check"
  std::string_view why = {};          ///< what the customer would hear or the agent would suffer
  std::string_view fix = {};  ///< what the person can do about it where the spec says nothing; may be empty
  Effort effort = Effort::other;  ///< what mending it takes, whoever words it; a rule's own comes first
  std::string_view trouble = {};  ///< of the line's troubles, which are placed: the one that this one shows
  std::string_view fix_beyond =
      {};  ///< instead of any fix, where that trouble lies beyond the router: whom to ask
  std::string_view probe = {};         ///< the one that answers it; empty: earlier checks do, or nothing yet
  std::string_view target_probe = {};  ///< of a figure of the line: the one that answers it for an @target
  std::uint64_t target_samples = 1;    ///< its minimum_samples then
  double target_least = 0;             ///< no limit below it is ever decided then
  std::string_view target_unmet = {};  ///< statistics, space separated, that never meet a limit then
  double relay_least = 0;              ///< as target_least and target_unmet, where the target is a TURN
  std::string_view relay_unmet = {};   ///< server, through which more packets go
  bool relay_alone = false;            ///< of an @target: only a TURN server shows it
  bool person_needed = false;          ///< only somebody who takes part can make it known: `check --guided`
  std::string_view device = {};     ///< the fact that says whether the thing is there that this one is about
  bool round_trip = false;          ///< a delay there and back, for which a rule may be written one way
  std::string_view loaded_by = {};  ///< the rate that is measured at the same time, and disturbs it
  bool with_line = false;    ///< measured along with any figure of the line, which it helps to understand
  double offered = 0;        ///< how many times its highest limit a rate is offered; 0: no limit paces it
  double least_seconds = 0;  ///< how long a stream must last to say anything about it; 0: the probe's least
  double fixed_window = 0;   ///< seconds that it always looks back; 0: it is about this check
  std::string_view known_from = {};  ///< the fact whose earlier figures it is made of; no single check has it
  Outage outage = Outage::none;      ///< with known_from
  std::string_view need = {};        ///< the amount of a spec's [needs] that it must cover: "memory"
  std::string_view condition = {};   ///< under which name it stands among a report's conditions too
  bool always_kept = false;          ///< each value goes into the history, whatever a report says
  bool operating_system = false;     ///< about the operating system rather than the computer
  std::optional<Range> range = {};   ///< where its unit does not tell

  /// Earlier checks together show it.
  constexpr bool from_history() const { return !known_from.empty(); }
  /// This version has nothing that could measure it.
  constexpr bool unanswered() const { return probe.empty() && !from_history(); }
};

/// Every fact, sorted by part and subject as people expect to read them.
std::span<const FactInfo> catalogue();

/// Null when there is no such fact. A name like "system.browser.firefox.version" matches its <name> entry.
const FactInfo* find_fact(std::string_view name);

/// The name under which the catalogue has it: "system.browser.<name>.version" for
/// "system.browser.firefox.version"; any other name is its own.
std::string_view catalogue_name(std::string_view name);

/// The names of all facts that the probe of this name answers, of the far end, of targets or of this
/// computer, in the catalogue's order; empty for none.
std::span<const std::string_view> names_of(std::string_view probe);

/// "network", "audio" or "system": the first word of a fact's name.
std::string_view part_of(std::string_view fact_name);

std::string_view to_string(Kind kind);
std::string_view to_string(Known known);
std::string_view to_string(Privacy privacy);

}  // namespace deskready
