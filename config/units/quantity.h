// Quantities as people write them ("25 Mbps", "8 GiB", "120 ms") and as the program keeps them: base units.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace deskready {

/// Base units. Durations are seconds, rates bit/s, sizes bytes, shares ratios 0..1.
enum class Unit : std::uint8_t {
  none,   ///< texts, truths, versions
  count,  ///< whole things: cores, packets, devices
  score,  ///< dimensionless scales: MOS, R
  ratio,  ///< 0..1; written as "1 %"
  second,
  bit_per_second,  ///< written with SI prefixes and Mbps, Mbit/s, Mb/s; "MB/s" is eight times that
  byte,            ///< kB/MB/GB are powers of 1000, KiB/MiB/GiB of 1024
  hertz,
  decibel,  ///< a relation: SNR, echo loss
  dbfs,     ///< relative to digital full scale
  dbov,     ///< relative to overload, ITU-T P.56 levels
  dbm,      ///< radio signal
  metre,    ///< of screens; written in inches
};

struct Quantity {
  double value = 0;
  Unit unit = Unit::none;
  friend bool operator==(const Quantity&, const Quantity&) = default;
};

/// The unit as it stands in reports: "s", "bit/s", "byte", "ratio", "Hz", "dB", "dBFS", "dBov", "dBm",
/// "m", "count", "score"; empty for Unit::none.
std::string_view unit_symbol(Unit unit);

/// One as a person writes it: "25 Mbps", "8 GB", "15 in".
std::string_view example_quantity(Unit unit);

/// Reads a number with a unit; white space between both is optional. A bare number has Unit::none.
/// The error is one sentence for a person, with the nearest right unit where there is one.
tl::expected<Quantity, std::string> parse_quantity(std::string_view text);

/// What is wrong with a comma between digits anywhere in `text`, as "1,5 Mbps" or ">= 1,000 kbps", and what
/// to write; nothing where there is none.
std::optional<std::string> comma_in_number(std::string_view text);

/// Reads a quantity that must be in `unit`. A bare number is accepted for count and score only: "25" is no
/// rate.
tl::expected<double, std::string> parse_quantity_in(std::string_view text, Unit unit);

/// Writes a base-unit value with the prefix that reads best: 25e6 bit/s -> "25 Mbit/s", 0.12 s -> "120 ms",
/// 0.01 ratio -> "1 %". At most `digits` significant digits, no trailing zeros. With digits = 17 the result
/// parses back to the same value.
std::string format_quantity(double value, Unit unit, int digits = 3);

/// Whether format_quantity() writes so many bytes in powers of two, as memory comes.
bool is_binary_size(double bytes);

/// Writes an amount of data in powers of ten, whatever the number: what was sent, or lies on a disk, is in
/// powers of two by chance only.
std::string format_bytes(double bytes, int digits = 3);

}  // namespace deskready
