// What was found out: facts with their estimates, and why others have none.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "config/base/time.h"
#include "probes/cause.h"
#include "probes/method.h"

namespace deskready {

enum class Trust : std::uint8_t { self, challenged, witnessed, disputed, declared };
std::string_view to_string(Trust trust);
std::optional<Trust> trust_from(std::string_view text);
/// The one that vouches for less: disputed, declared, self, challenged, witnessed.
Trust weaker(Trust a, Trust b);

struct Cost {
  std::uint64_t bytes = 0;  ///< on the wire, both directions
  double seconds = 0;
  Cost& operator+=(const Cost& other) {
    bytes += other.bytes;
    seconds += other.seconds;
    return *this;
  }
};

/// A number in the catalogue's base unit, a truth, or a text (versions too). Numbers are finite.
using Value = std::variant<double, bool, std::string>;

/// One known thing. For numbers that were measured, [low, high] is the 95 % interval.
struct Fact {
  Value value;
  std::optional<double> low;
  std::optional<double> high;
  bool at_least = false;  ///< the value is a lower bound: the measurement could not show more
  bool at_most = false;
  std::uint64_t samples = 1;
  Method how;
  WallTime at{};
  Cost cost;
  Trust trust = Trust::self;
  nlohmann::json detail = nlohmann::json::object();  ///< small; every name in it stands in report_fields()
};

/// Why there is no value. `args` fills the cause's sentence; "detail" says what exactly happened: a code, see
/// probes/detail.h.
struct Unmeasured {
  Cause cause = Cause::failed;
  std::map<std::string, std::string> args;
};
Unmeasured unmeasured(Cause cause);

/// Facts by key text (to_string(FactKey)). A key is in one of the two maps, never in both.
struct Facts {
  std::map<std::string, Fact, std::less<>> known;
  std::map<std::string, Unmeasured, std::less<>> unknown;

  void add(std::string_view key, Fact fact);
  void cannot(std::string_view key, Unmeasured why);
  const Fact* find(std::string_view key) const;
  const Unmeasured* why_not(std::string_view key) const;
  /// Takes over everything of `newer`; a key there replaces the same key here.
  void merge(Facts newer);
};

}  // namespace deskready
