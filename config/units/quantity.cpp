#include "config/units/quantity.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <vector>

#include "config/base/nearest.h"
#include "config/base/text.h"
#include "config/units/signs.h"

namespace deskready {
namespace {

struct Spelling {
  std::string_view text;
  Unit unit;
  double factor;
};

constexpr double minute = 60, hour = 3600, day = 86400, year = 365.25 * day;
constexpr double inch = 0.0254;
constexpr double kibi = 1024, mebi = kibi * 1024, gibi = mebi * 1024, tebi = gibi * 1024;

// Bits are told from bytes by the letter's case, as everywhere; "mb" in lower case is refused for that
// reason.
constexpr std::array spellings = {
    Spelling{"bps", Unit::bit_per_second, 1},
    Spelling{"bit/s", Unit::bit_per_second, 1},
    Spelling{"kbps", Unit::bit_per_second, 1e3},
    Spelling{"kbit/s", Unit::bit_per_second, 1e3},
    Spelling{"Kbps", Unit::bit_per_second, 1e3},
    Spelling{"kb/s", Unit::bit_per_second, 1e3},
    Spelling{"Mbps", Unit::bit_per_second, 1e6},
    Spelling{"Mbit/s", Unit::bit_per_second, 1e6},
    Spelling{"Mb/s", Unit::bit_per_second, 1e6},
    Spelling{"Mbit/sec", Unit::bit_per_second, 1e6},
    Spelling{"megabits per second", Unit::bit_per_second, 1e6},
    Spelling{"mbps", Unit::bit_per_second, 1e6},
    Spelling{"kilobits per second", Unit::bit_per_second, 1e3},
    Spelling{"gigabits per second", Unit::bit_per_second, 1e9},
    Spelling{"Gbps", Unit::bit_per_second, 1e9},
    Spelling{"Gbit/s", Unit::bit_per_second, 1e9},
    Spelling{"Gb/s", Unit::bit_per_second, 1e9},
    Spelling{"gbps", Unit::bit_per_second, 1e9},
    Spelling{"kB/s", Unit::bit_per_second, 8e3},
    Spelling{"MB/s", Unit::bit_per_second, 8e6},
    Spelling{"GB/s", Unit::bit_per_second, 8e9},
    Spelling{"B", Unit::byte, 1},
    Spelling{"byte", Unit::byte, 1},
    Spelling{"bytes", Unit::byte, 1},
    Spelling{"kB", Unit::byte, 1e3},
    Spelling{"KB", Unit::byte, 1e3},
    Spelling{"MB", Unit::byte, 1e6},
    Spelling{"GB", Unit::byte, 1e9},
    Spelling{"TB", Unit::byte, 1e12},
    Spelling{"KiB", Unit::byte, kibi},
    Spelling{"MiB", Unit::byte, mebi},
    Spelling{"GiB", Unit::byte, gibi},
    Spelling{"TiB", Unit::byte, tebi},
    Spelling{"ns", Unit::second, 1e-9},
    Spelling{"us", Unit::second, 1e-6},
    Spelling{"µs", Unit::second, 1e-6},
    Spelling{"ms", Unit::second, 1e-3},
    Spelling{"millisecond", Unit::second, 1e-3},
    Spelling{"milliseconds", Unit::second, 1e-3},
    Spelling{"s", Unit::second, 1},
    Spelling{"second", Unit::second, 1},
    Spelling{"seconds", Unit::second, 1},
    Spelling{"min", Unit::second, minute},
    Spelling{"minute", Unit::second, minute},
    Spelling{"minutes", Unit::second, minute},
    Spelling{"h", Unit::second, hour},
    Spelling{"hour", Unit::second, hour},
    Spelling{"hours", Unit::second, hour},
    Spelling{"d", Unit::second, day},
    Spelling{"day", Unit::second, day},
    Spelling{"days", Unit::second, day},
    Spelling{"week", Unit::second, 7 * day},
    Spelling{"weeks", Unit::second, 7 * day},
    Spelling{"y", Unit::second, year},
    Spelling{"year", Unit::second, year},
    Spelling{"years", Unit::second, year},
    Spelling{"%", Unit::ratio, 0.01},
    Spelling{"percent", Unit::ratio, 0.01},
    Spelling{"per cent", Unit::ratio, 0.01},
    Spelling{"ppm", Unit::ratio, 1e-6},
    Spelling{"Hz", Unit::hertz, 1},
    Spelling{"kHz", Unit::hertz, 1e3},
    Spelling{"MHz", Unit::hertz, 1e6},
    Spelling{"GHz", Unit::hertz, 1e9},
    Spelling{"dB", Unit::decibel, 1},
    Spelling{"dBFS", Unit::dbfs, 1},
    Spelling{"dBov", Unit::dbov, 1},
    Spelling{"dBm", Unit::dbm, 1},
    Spelling{"in", Unit::metre, inch},
    Spelling{"inch", Unit::metre, inch},
    Spelling{"inches", Unit::metre, inch},
    Spelling{"\"", Unit::metre, inch},
    Spelling{"cm", Unit::metre, 0.01},
    Spelling{"m", Unit::metre, 1},
};

constexpr std::array<std::string_view, 13> symbols = {"",   "count", "score", "ratio", "s",   "bit/s", "byte",
                                                      "Hz", "dB",    "dBFS",  "dBov",  "dBm", "m"};

/// The spelling whose prefix leaves one to three digits before the point; `binary_size`: of bytes in powers
/// of two.
std::pair<double, std::string_view> readable(double value, Unit unit, bool binary_size) {
  using Steps = std::vector<std::pair<double, std::string_view>>;
  static const Steps rates = {{1, "bit/s"}, {1e3, "kbit/s"}, {1e6, "Mbit/s"}, {1e9, "Gbit/s"}};
  static const Steps sizes = {{1, "B"}, {1e3, "kB"}, {1e6, "MB"}, {1e9, "GB"}, {1e12, "TB"}};
  static const Steps binary = {{kibi, "KiB"}, {mebi, "MiB"}, {gibi, "GiB"}, {tebi, "TiB"}};
  static const Steps times = {{1e-6, "µs"}, {1e-3, "ms"}, {1, "s"},   {minute, "min"},
                              {hour, "h"},  {day, "d"},   {year, "y"}};
  static const Steps tones = {{1, "Hz"}, {1e3, "kHz"}, {1e6, "MHz"}, {1e9, "GHz"}};
  if (unit == Unit::second && value == 0) return {1, "s"};
  const Steps* steps = nullptr;
  switch (unit) {
    case Unit::bit_per_second:
      steps = &rates;
      break;
    case Unit::second:
      steps = &times;
      break;
    case Unit::hertz:
      steps = &tones;
      break;
    case Unit::byte:
      steps = binary_size ? &binary : &sizes;
      break;
    case Unit::ratio:
      return {0.01, "%"};
    case Unit::metre:
      return {inch, "in"};
    case Unit::count:
    case Unit::score:
    case Unit::none:
      return {1, ""};
    default:
      return {1, symbols[static_cast<std::size_t>(unit)]};
  }
  auto best = steps->front();
  for (const auto& step : *steps) {
    if (std::fabs(value) >= step.first * 0.9995) best = step;
  }
  if (unit == Unit::second && std::fabs(value) < 120 && best.first > 1) best = {1, "s"};
  return best;
}

std::string formatted(double value, Unit unit, int digits, bool binary_size) {
  auto [factor, name] = readable(value, unit, binary_size);
  double shown = value / factor;
  // What has to be read again as it was is written in the base unit where a division has moved its last
  // digit.
  if (digits >= 17 && shown * factor != value && unit != Unit::ratio) {
    shown = value;
    name = symbols[static_cast<std::size_t>(unit)];
  }
  // Whole numbers keep all their digits: 1285 MB is not "1.28e+03".
  std::string number = std::fabs(shown) >= std::pow(10.0, digits) && std::fabs(shown) < 1e15 && digits < 17
                           ? fmt::format("{:.0f}", shown)
                           : fmt::format("{:.{}g}", shown, digits);
  // People do not read "2.27e-05 %", and nothing so small that it needs more than ten places matters to them.
  if (digits < 17 && number.find("e-") != std::string::npos) {
    const int places = digits - 1 - static_cast<int>(std::floor(std::log10(std::fabs(shown))));
    number = fmt::format("{:.{}f}", shown, std::min(places, 10));
    number.erase(number.find_last_not_of('0') + 1);
    if (number.ends_with('.')) number.pop_back();
  }
  if (number == "-0") number = "0";
  return name.empty() ? number : number + " " + std::string(name);
}

}  // namespace

std::optional<std::string> comma_in_number(std::string_view text) {
  const auto comma = text.find(',');
  const bool between = comma != std::string_view::npos && comma > 0 && is_digit(text[comma - 1]) &&
                       comma + 1 < text.size() && is_digit(text[comma + 1]);
  if (!between) return std::nullopt;
  std::string point(text), whole(text);
  point[comma] = '.';
  std::erase(whole, ',');
  const auto end = std::min(text.find_first_not_of("0123456789", comma + 1), text.size());
  if (end - comma - 1 == 3)
    return fmt::format("\"{}\" is read both ways; write {}, or {}", text, whole, point);
  return fmt::format("a decimal is written with a point: {}", point);
}

std::string_view unit_symbol(Unit unit) {
  return symbols[static_cast<std::size_t>(unit)];
}

std::string_view example_quantity(Unit unit) {
  switch (unit) {
    case Unit::bit_per_second:
      return "25 Mbps";
    case Unit::byte:
      return "8 GB";
    case Unit::second:
      return "120 ms";
    case Unit::ratio:
      return "1 %";
    case Unit::hertz:
      return "2 GHz";
    case Unit::decibel:
      return "25 dB";
    case Unit::dbfs:
      return "-50 dBFS";
    case Unit::dbov:
      return "-26 dBov";
    case Unit::dbm:
      return "-70 dBm";
    case Unit::metre:
      return "15 in";
    default:
      return "4";
  }
}

namespace {

/// "1 000" as "1000": groups of three between spaces are one number everywhere.
std::string without_groups(std::string text) {
  for (std::size_t at = 1; at + 3 < text.size(); ++at) {
    const bool group = text[at] == ' ' && is_digit(text[at - 1]) && is_digit(text[at + 1]) &&
                       is_digit(text[at + 2]) && is_digit(text[at + 3]);
    const bool ends = at + 4 == text.size() || !is_digit(text[at + 4]);
    if (group && ends) text.erase(at--, 1);
  }
  return text;
}

std::string hint_for(std::string_view unit, double number, Unit wanted) {
  const std::string small = lower(unit);
  if (wanted == Unit::bit_per_second || wanted == Unit::none) {
    if (unit.size() == 4 && small.ends_with("bps") && unit.substr(1) != "bps")
      return fmt::format("; did you mean {0}bps, or {0}B/s, eight times as much as {0}bps?",
                         unit.substr(0, 1));
  }
  const bool amount = small.size() <= 5 && small.size() >= 2 && (small[1] == 'b' || small.ends_with("its"));
  if (wanted == Unit::bit_per_second && amount &&
      std::string_view("kmg").find(small[0]) != std::string_view::npos)
    return fmt::format("; did you mean {}bps?", small[0] == 'k' ? 'k' : small[0] == 'm' ? 'M' : 'G');
  std::vector<std::string_view> known;
  for (const Spelling& spelling : spellings) {
    if (wanted != Unit::none && spelling.unit != wanted) continue;
    known.push_back(spelling.text);
    if (lower(spelling.text) == small) return fmt::format("; did you mean {}?", spelling.text);
    // "25 Mbps down": the rest is to go.
    if (unit.starts_with(spelling.text) && unit.substr(spelling.text.size()).starts_with(' '))
      return fmt::format("; write {:g} {} alone", number, spelling.text);
  }
  if (wanted == Unit::byte &&
      (small.starts_with("gig") || small.starts_with("meg") || small.starts_with("gb")))
    return fmt::format("; did you mean {}?", small[0] == 'g' ? "GB" : "MB");
  const auto near = nearest(unit, known);
  return near.empty() ? "" : fmt::format("; did you mean {}?", near[0]);
}

/// For a misspelt unit the nearest of the wanted kind is named; Unit::none wants any kind.
tl::expected<Quantity, std::string> parse_as(std::string_view written, Unit wanted) {
  if (auto strange = strange_sign(written))
    return tl::unexpected(fmt::format("\"{}\": {}", written, *strange));
  const std::string plain = without_groups(plain_signs(written));
  std::string_view text = trimmed(plain);
  if (auto why = comma_in_number(text)) return tl::unexpected(std::move(*why));
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || !std::isfinite(number)) {
    return tl::unexpected(fmt::format("\"{}\" does not begin with a number", text));
  }
  const std::string_view unit = trimmed(text.substr(static_cast<std::size_t>(end - text.data())));
  if (unit.empty()) return Quantity{number, Unit::none};
  for (const Spelling& spelling : spellings) {
    if (spelling.text != unit) continue;
    if (!std::isfinite(number * spelling.factor))
      return tl::unexpected(fmt::format("\"{}\" is too large a number", text));
    return Quantity{number * spelling.factor, spelling.unit};
  }
  return tl::unexpected(fmt::format("\"{}\" is no unit{}", unit, hint_for(unit, number, wanted)));
}

/// The unit that was meant where a size stands for a rate; empty otherwise.
std::string amount_for_rate(std::string_view text, const Quantity& quantity, Unit unit) {
  if (unit != Unit::bit_per_second || quantity.unit != Unit::byte) return {};
  const auto at = text.find_first_not_of("+-.0123456789eE ");
  const std::string_view size = text.substr(std::min(at, text.size()));
  return fmt::format(" ({0} is an amount; {0}/s would be eight times as much as {1}bps)", size,
                     size.substr(0, 1));
}

}  // namespace

tl::expected<Quantity, std::string> parse_quantity(std::string_view text) {
  return parse_as(text, Unit::none);
}

tl::expected<double, std::string> parse_quantity_in(std::string_view text, Unit unit) {
  const auto quantity = parse_as(text, unit);
  if (!quantity)
    return tl::unexpected(fmt::format("{}; write it like {}", quantity.error(), example_quantity(unit)));
  const bool bare = unit == Unit::count || unit == Unit::score || unit == Unit::none;
  if (quantity->unit == unit || (bare && quantity->unit == Unit::none)) return quantity->value;
  if (quantity->unit == Unit::none) {
    return tl::unexpected(
        fmt::format("\"{}\" has no unit; write it like {}", trimmed(text), example_quantity(unit)));
  }
  return tl::unexpected(fmt::format("\"{}\" is the wrong unit here{}; write it like {}", trimmed(text),
                                    amount_for_rate(trimmed(text), *quantity, unit), example_quantity(unit)));
}

std::string format_quantity(double value, Unit unit, int digits) {
  return formatted(value, unit, digits, unit == Unit::byte && is_binary_size(value));
}

bool is_binary_size(double bytes) {
  // A figure that is whole in powers of two is memory.
  const double size = std::fabs(bytes);
  return size >= mebi && std::fmod(size, size >= gibi ? gibi / 4 : mebi) == 0;
}

std::string format_bytes(double bytes, int digits) {
  return formatted(bytes, Unit::byte, digits, false);
}

}  // namespace deskready
