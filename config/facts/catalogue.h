// The one table of all facts. Help, documentation, schema and spec checking all come from it.
#pragma once

#include <cstdint>
#include <initializer_list>
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

/// What a fact or report field tells about a person, and so who may see it.
enum class Privacy : std::uint8_t {
  verdict,    ///< an outcome: says only ready or not
  figure,     ///< a measured number
  equipment,  ///< what kind of thing stands on the desk
  linking,    ///< could tie two reports together (ids, times, the salted machine hash)
};

struct FactInfo {
  std::string_view name;
  Kind kind = Kind::number;
  Unit unit = Unit::none;
  Known known = Known::inventory;
  Privacy privacy = Privacy::figure;
  Better better = Better::neither;
  bool needs_far_end = false;  ///< cannot be measured without a responder
  bool targeted = false;       ///< needs an @target
  bool windowed = false;       ///< can be asked for by a window: the worst, or a quantile, of all windows
  bool from_history = false;   ///< earlier checks together show it, no single one does
  Ordered ordered = Ordered::no;
  /// The only texts that there are, between '|'; empty for a text that may be anything.
  std::string_view words = {};
  bool below_zero = false;   ///< a number that may be negative, though its unit seldom is
  double near_absolute = 0;  ///< how close to a limit is "too close to call"; 0 means 10 % of the limit
  std::uint64_t minimum_samples = 1;  ///< fewer are `too_few_samples`
  std::string_view statistic = {};    ///< what the plain name means: "median", "p99", "mean"
  std::string_view statistics = {};   ///< others that can be asked for, space separated
  std::string_view label = {};        ///< a few words for a table: "Download speed"
  std::string_view sentence = {};     ///< what it is
  std::string_view why = {};          ///< what the customer would hear or the agent would suffer
  std::string_view fix = {};  ///< what the person can do about it where the spec says nothing; may be empty
  Effort effort = Effort::other;  ///< what mending it takes, whoever words it; a rule's own comes first
};

/// Every fact, sorted by part and subject as people expect to read them.
std::span<const FactInfo> catalogue();

/// Null when there is no such fact. A name like "system.browser.firefox.version" matches its <name> entry.
const FactInfo* find_fact(std::string_view name);

/// The name under which the catalogue has it: "system.browser.<name>.version" for
/// "system.browser.firefox.version"; any other name is its own.
std::string_view catalogue_name(std::string_view name);

/// "network", "audio" or "system": the first word of a fact's name.
std::string_view part_of(std::string_view fact_name);

/// A field of the report that is no fact, with its class. `*` stands for any one key or index.
struct ReportField {
  std::string_view path;  ///< "facts.*.value", "spec.name"
  Privacy privacy;
  std::string_view sentence;
};
std::span<const ReportField> report_fields();

std::string_view to_string(Kind kind);
std::string_view to_string(Known known);
std::string_view to_string(Privacy privacy);

}  // namespace deskready
