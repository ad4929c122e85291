// What a rule demands of a fact's value: an operator and its operands.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "config/facts/catalogue.h"

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

/// Reads ">= 25 Mbps", "10 .. 20 ms", "ethernet" for the given fact. The error is a sentence for a person and
/// names what would be possible: ">= on a yes/no fact: write true or false".
tl::expected<Comparison, std::string> parse_comparison(std::string_view text, const FactInfo& fact);

/// The comparison as a spec would write it, in readable units: ">= 25 Mbit/s", "not in wifi, cellular".
std::string to_string(const Comparison& comparison, const FactInfo& fact);

/// The values at which the outcome turns, in base units; empty for texts and truths.
std::vector<double> limits(const Comparison& comparison);

/// How a value of a text fact with an order stands to ">= 1280x1024".
enum class Ranked : std::uint8_t {
  meets,
  falls_short,
  not_comparable,  ///< of another kind than the limit names
  unknown_name,    ///< the value's name says too little
};
Ranked rank_ordered(const Comparison& comparison, std::string_view value, const FactInfo& fact);

/// Whether a version meets the comparison. It is compared as far as the limit is written: 12.4 is a 12, so it
/// meets "<= 12", "12" and "10 .. 12", and is not above 12.
bool meets_version(const Comparison& comparison, std::string_view value);

/// Nothing when `text` may be a value of the fact; else a sentence with the words that there are, for a fact
/// that has no others, and which of them was meant.
std::optional<std::string> unknown_word(std::string_view text, const FactInfo& fact);

/// -1, 0, 1 by dotted numbers ("10.2" < "10.10"); what is no number is compared as text.
int compare_versions(std::string_view left, std::string_view right);

}  // namespace deskready
