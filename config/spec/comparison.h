// What a rule demands of a fact's value: an operator and its operands.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/facts/catalogue.h"
#include "config/units/ranked.h"

namespace deskready {

enum class Operator : std::uint8_t {
  at_least,  ///< >=
  above,     ///< >
  at_most,   ///< <=
  below,     ///< <
  between,   ///< a .. b, both ends included
  equals,    ///< a text, a truth value, a version or a count
  in,        ///< allow list of texts
  not_in,    ///< ban list of texts
  any,       ///< named without a figure: measured and shown, never judged
};

struct Comparison {
  Operator op = Operator::equals;
  double low = 0;                  ///< the limit of >= and >, the lower end of a range, the number of equals
  double high = 0;                 ///< the limit of <= and <, the upper end of a range
  bool truth = false;              ///< for Kind::truth
  std::string version;             ///< for Kind::version; the lower end of a range
  std::string version_high;        ///< the upper end of a range of versions
  std::vector<std::string> texts;  ///< for equals (one), in, not_in; compared without regard to ASCII case
  friend bool operator==(const Comparison&, const Comparison&) = default;
};

/// The comparison as a spec would write it, in readable units: ">= 25 Mbit/s", "not in wifi, cellular".
std::string to_string(const Comparison& comparison, const FactInfo& fact);

/// The values at which the outcome turns, in base units; empty for texts and truths.
std::vector<double> limits(const Comparison& comparison);

/// How a value of a text fact with an order stands to ">= 1280x1024".
Ranked rank_ordered(const Comparison& comparison, std::string_view value, const FactInfo& fact);

/// As meets_version, where either may be a release of Windows: "Windows 6.1" meets ">= 7". Nothing where too
/// little is told of `value`, or only the limit is of Windows.
std::optional<bool> meets_release(const Comparison& comparison, std::string_view value);

/// Whether a version meets the comparison. It is compared as far as the limit is written: 12.4 is a 12, so it
/// meets "<= 12", "12" and "10 .. 12", and is not above 12.
bool meets_version(const Comparison& comparison, std::string_view value);

}  // namespace deskready
