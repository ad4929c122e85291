// What one stage notes beside a fact for a later one: members of the fact's detail, each written and read
// here alone. A fact may come out of a file, so what is not of the member's type is not there.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "probes/detail.h"
#include "probes/fact.h"

namespace deskready {

/// What disturbed a figure, which must therefore fail nobody.
enum class Taint : std::uint8_t { other_traffic, busy_computer, paused };
std::string_view to_string(Taint taint);

void note_taint(Taint taint, Fact& fact);
/// A word that this version does not know disturbs as well: it counts as busy_computer.
std::optional<Taint> noted_taint(const Fact& fact);

/// What the line carries, bit/s, where that is so little that it is why there were fewer samples.
void note_line_rate(double bits_per_second, Fact& fact);
std::optional<double> noted_line_rate(const Fact& fact);

/// Of a rate: how much was offered to the line, bit/s; nothing where it went as fast as it could.
void note_offered(double bits_per_second, Fact& fact);
std::optional<double> noted_offered(const Fact& fact);
void forget_offered(Fact& fact);

/// Of a rate: the time that it is the mean of, wherever in it the line was loaded.
struct Looked {
  WallTime from{};
  double seconds = 0;
};
void note_looked(const Looked& looked, Fact& fact);
std::optional<Looked> noted_looked(const Fact& fact);

/// Of a line that changes: what the mean of a minute other than that may be, base unit; nothing where that
/// cannot be told.
struct OtherMinutes {
  double low = 0;
  double high = 0;
};
void note_other_minutes(const std::optional<OtherMinutes>& expected, Fact& fact);
/// Whether the line changes from moment to moment, so that other minutes were thought of.
bool line_changes(const Fact& fact);
std::optional<OtherMinutes> noted_other_minutes(const Fact& fact);
void forget_other_minutes(Fact& fact);

/// Other names that the thing goes by.
void note_names(const std::vector<std::string>& names, Fact& fact);
std::vector<std::string> noted_names(const Fact& fact);

/// Of a headset that is not recorded from: it only plays, so that its microphone is not there to be chosen.
void note_plays_only(Fact& fact);
bool plays_only(const Fact& fact);

/// Of a target that is not reached: the first of its pairs of host and port of which that is known, and what
/// happened there. The spec knows their names, which no fact bears.
struct Unreached {
  std::size_t pair = 0;  ///< of reaches_of() of the target, from 1
  Explanation why;
};
void note_unreached(const Unreached& unreached, Fact& fact);
std::optional<Unreached> noted_unreached(const Fact& fact);

/// The file of recorded facts that this one came from, without folder and ending.
void note_source(const std::string& file, Fact& fact);
bool has_source(const Fact& fact);
void forget_source(Fact& fact);

}  // namespace deskready
