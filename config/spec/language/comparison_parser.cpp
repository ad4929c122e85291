#include "config/spec/language/comparison_parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "config/base/text.h"
#include "config/spec/named.h"
#include "config/spec/names/cpu_wording.h"
#include "config/spec/names/wifi.h"
#include "config/spec/names/windows.h"
#include "config/units/pixels.h"
#include "config/units/signs.h"
#include "config/units/version.h"

namespace deskready {
namespace {

/// Takes a leading operator off; equals when there is none.
Operator take_operator(std::string_view& text, bool& written) {
  struct Sign {
    std::string_view text;
    Operator op;
  };
  constexpr Sign signs[] = {{">=", Operator::at_least}, {"≥", Operator::at_least}, {"<=", Operator::at_most},
                            {"≤", Operator::at_most},   {"==", Operator::equals},  {">", Operator::above},
                            {"<", Operator::below},     {"=", Operator::equals}};
  for (const Sign& sign : signs) {
    if (!text.starts_with(sign.text)) continue;
    text = trimmed(text.substr(sign.text.size()));
    written = true;
    return sign.op;
  }
  written = false;
  return Operator::equals;
}

/// Sheets write "minimum 120 ms" for a ceiling and "maximum 25 Mbps" for a floor: a word is never an
/// operator.
std::optional<std::string> worded(std::string_view text, const FactInfo& fact) {
  const std::string small = lower(text);
  for (const std::string_view word :
       {"minimum", "min.", "min ", "maximum", "max.", "max ", "at least", "at most", "no more than",
        "no less than", "up to", "under", "over", "less than", "more than"}) {
    if (!small.starts_with(word)) continue;
    const auto digit = text.find_first_of("0123456789");
    const std::string_view figure = digit == std::string_view::npos ? "…" : text.substr(digit);
    return fmt::format("\"{}\" is read both ways; write {} {}{}", trimmed(text.substr(0, word.size())),
                       fact.better == Better::lower ? "<=" : ">=", figure,
                       fact.better == Better::neither  ? " or <="
                       : fact.better == Better::higher ? ", for more is better here"
                                                       : ", for less is better here");
  }
  return std::nullopt;
}

tl::expected<Comparison, std::string> parse_range(std::string_view text, std::size_t dots,
                                                  const FactInfo& fact) {
  std::string_view low = trimmed(text.substr(0, dots));
  const std::string_view high = trimmed(text.substr(dots + 2));
  const auto upper = parse_quantity_in(high, fact.unit);
  if (!upper) return tl::unexpected(upper.error());
  // "10 .. 20 ms": the unit may stand once, at the end.
  std::string low_text(low);
  const auto bare = parse_quantity(low);
  if (bare && bare->unit == Unit::none) {
    const auto unit_at = high.find_first_not_of("+-.0123456789eE ");
    if (unit_at != std::string_view::npos) low_text += std::string(high.substr(unit_at));
  }
  const auto lower = parse_quantity_in(low_text, fact.unit);
  if (!lower) return tl::unexpected(lower.error());
  if (*lower > *upper) return tl::unexpected(fmt::format("\"{}\" ends below its beginning; swap both", text));
  Comparison range;
  range.op = Operator::between;
  range.low = *lower;
  range.high = *upper;
  return range;
}

/// "10-15 Mbps", "10 to 15 Mbps": what is to be written.
std::optional<std::string> dashed_range(std::string_view text) {
  constexpr std::string_view digits = "0123456789";
  const auto behind = text.find_first_not_of("0123456789.");
  if (behind == 0 || behind == std::string_view::npos) return std::nullopt;
  std::string_view rest = trimmed(text.substr(behind));
  for (const std::string_view dash : {"-", "–", "—", "to "}) {
    if (!rest.starts_with(dash)) continue;
    rest = trimmed(rest.substr(dash.size()));
    if (rest.empty() || digits.find(rest.front()) == std::string_view::npos) return std::nullopt;
    return fmt::format("\"{}\" is a range; write {} .. {}", text, text.substr(0, behind), rest);
  }
  return std::nullopt;
}

tl::expected<Comparison, std::string> parse_number(std::string_view text, const FactInfo& fact) {
  if (auto why = dashed_range(text)) return tl::unexpected(std::move(*why));
  if (auto why = comma_in_number(text)) return tl::unexpected(std::move(*why));
  const auto dots = text.find("..");
  if (dots != std::string_view::npos) return parse_range(text, dots, fact);
  bool written = false;
  Comparison comparison;
  comparison.op = take_operator(text, written);
  if (!written && fact.unit != Unit::count) {
    return tl::unexpected(
        fmt::format("\"{}\" does not say which side is good; write >= or <= before it", text));
  }
  const auto generation = fact.names == Names::wifi_generation ? wifi_generation(text) : std::nullopt;
  const auto value =
      generation ? tl::expected<double, std::string>(*generation) : parse_quantity_in(text, fact.unit);
  if (!value) return tl::unexpected(value.error());
  comparison.low = comparison.high = *value;
  return comparison;
}

/// The range that ">= 115, < 130" means, for an example where it can be written as one: "115 .. 129".
std::optional<std::string> as_range(std::string_view text, Kind kind) {
  const auto comma = text.find(',');
  std::string_view low = trimmed(text.substr(0, comma)), high = trimmed(text.substr(comma + 1));
  bool written = false;
  Operator low_op = take_operator(low, written), high_op = take_operator(high, written);
  if (high_op == Operator::at_least) {
    std::swap(low, high);
    std::swap(low_op, high_op);
  }
  if (low_op != Operator::at_least || low.empty() || high.empty()) return std::nullopt;
  if (high_op == Operator::at_most) return fmt::format("{} .. {}", low, high);
  unsigned whole = 0;
  const auto [end, error] = std::from_chars(high.data(), high.data() + high.size(), whole);
  if (kind != Kind::version || high_op != Operator::below || error != std::errc() || whole == 0 ||
      end != high.data() + high.size())
    return std::nullopt;
  return fmt::format("{} .. {}", low, whole - 1);
}

/// "10 or later", "Windows 10": the version alone, where there is one among other words.
std::string version_within(std::string_view text) {
  std::string found;
  for (std::string_view word : split_at_spaces(text)) {
    word = trimmed(word, "+(),\"");
    if (!is_version(word)) continue;
    if (!found.empty()) return {};
    found = word;
  }
  return found;
}

/// A version, or a release of Windows by its name where the fact is a system's.
bool names_version(std::string_view text, const FactInfo& fact) {
  return is_version(text) || (!fact.system_family.empty() && windows_release(text));
}

tl::expected<Comparison, std::string> parse_version(std::string_view text, const FactInfo& fact) {
  const auto no_version = [&](std::string_view wrong) {
    const std::string small = lower(wrong);
    for (const std::string_view word : {"latest", "current", "newest", "last", "supported"}) {
      if (small.find(word) == std::string::npos) continue;
      return tl::unexpected(fmt::format(
          "\"{}\" is another version with time; write {}, or ask the person with [ask.NAME]", wrong,
          fact.newer_releases.empty()
              ? "the oldest that will do, like >= 128"
              : "\"one of the last 2 releases\", or the oldest that will do, like >= 12"));
    }
    const std::string alone = version_within(wrong);
    return tl::unexpected(fmt::format("\"{}\" is no version; write {}", wrong,
                                      alone.empty()
                                          ? "it like >= 12.4 or 115 .. 128"
                                          : fmt::format(">= {} alone: names are other facts'", alone)));
  };
  Comparison comparison;
  if (const auto dots = text.find(".."); dots != std::string_view::npos) {
    comparison.op = Operator::between;
    comparison.version = trimmed(text.substr(0, dots));
    comparison.version_high = trimmed(text.substr(dots + 2));
    for (const std::string& end : {comparison.version, comparison.version_high}) {
      if (!names_version(end, fact)) return no_version(end);
    }
    const auto low = windows_release(comparison.version), high = windows_release(comparison.version_high);
    const bool swapped = low && high ? compare(*low, *high) > 0
                                     : compare_versions(comparison.version, comparison.version_high) > 0;
    if (swapped) return tl::unexpected(fmt::format("\"{}\" ends below its beginning; swap both", text));
    return comparison;
  }
  bool written = false;
  comparison.op = take_operator(text, written);
  if (!names_version(text, fact)) return no_version(text);
  comparison.version = text;
  return comparison;
}

tl::expected<Comparison, std::string> parse_ordered(Operator op, std::string_view text,
                                                    const FactInfo& fact) {
  Comparison comparison;
  comparison.op = op;
  comparison.texts = {std::string(text)};
  if (fact.ordered == Ordered::pixels) {
    const auto size = pixels_of(text);
    if (!size || (op != Operator::at_least && op != Operator::at_most && op != Operator::equals))
      return tl::unexpected(fmt::format("\"{}\" is no size of a screen; write it like >= 1280x1024", text));
    comparison.texts = {fmt::format("{}x{}", size->wide, size->high)};
  } else if (fact.ordered == Ordered::processor) {
    if (op != Operator::at_least)
      return tl::unexpected(fmt::format("processors are only asked for as at least one: write >= {}", text));
    const auto models = parse_cpu_limit(text);
    if (!models) return tl::unexpected(models.error());
    comparison.texts = {to_string(*models)};
  }
  return comparison;
}

tl::expected<Comparison, std::string> parse_truth(std::string_view text, const FactInfo& fact) {
  bool written = false;
  Comparison comparison;
  comparison.op = take_operator(text, written);
  if (comparison.op != Operator::equals || (text != "true" && text != "false"))
    return tl::unexpected(fmt::format("{} is a yes/no fact: write true or false", fact.name));
  comparison.truth = text == "true";
  return comparison;
}

tl::expected<Comparison, std::string> parse_text(std::string_view text, const FactInfo& fact) {
  bool written = false;
  Comparison comparison;
  comparison.op = take_operator(text, written);
  if (text.empty()) return tl::unexpected(std::string("the limit is empty"));
  if (written && fact.ordered != Ordered::no) return parse_ordered(comparison.op, text, fact);
  if (comparison.op != Operator::equals) {
    return tl::unexpected(fmt::format(
        "{} is a text: it has no more or less; write the text, or {{ in = [\"…\"] }}", fact.name));
  }
  if (auto why = never_named(text, fact)) return tl::unexpected(std::move(*why));
  comparison.texts = {std::string(text)};
  return comparison;
}

}  // namespace

std::optional<unsigned> last_releases(std::string_view text) {
  constexpr std::string_view before[] = {"one", "of", "the", "any", "two", "three", "four", "major"};
  constexpr std::string_view newest[] = {"last", "latest", "newest", "current", "recent"};
  const std::string small = lower(text);
  unsigned count = 0;
  bool moves = false, many = false;
  for (const std::string_view word : split_at_spaces(small)) {
    const auto* const found = std::find(std::begin(before), std::end(before), word);
    const auto place = static_cast<unsigned>(found - std::begin(before));
    unsigned digits = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), digits);
    if (error == std::errc() && end == word.data() + word.size()) {
      if (count != 0 || digits == 0) return std::nullopt;
      count = digits;
    } else if (place >= 4 && place <= 6) {
      if (count != 0) return std::nullopt;
      count = place - 2;  // two, three, four
    } else if (std::find(std::begin(newest), std::end(newest), word) != std::end(newest)) {
      if (moves) return std::nullopt;
      moves = true;
    } else if (word == "releases" || word == "versions") {
      many = true;
    } else if (found == std::end(before) && word != "release" && word != "version") {
      return std::nullopt;
    }
  }
  // "the last releases" does not say how many.
  if (!moves || many != (count > 1)) return std::nullopt;
  return std::max(count, 1U);
}

tl::expected<Comparison, std::string> parse_comparison(std::string_view given, const FactInfo& fact) {
  const std::string plain = plain_signs(given);
  std::string_view text = trimmed(plain);
  if (text.empty()) return tl::unexpected(std::string("the limit is empty"));
  if (text == "any") {
    Comparison named;
    named.op = Operator::any;
    return named;
  }
  if (const auto count = fact.counts_releases ? last_releases(text) : std::nullopt) {
    Comparison recent;
    recent.op = Operator::at_most;
    recent.low = recent.high = *count - 1;
    return recent;
  }
  const bool decimal = fact.kind == Kind::number && comma_in_number(text);
  if (fact.kind != Kind::text && !decimal && text.find(',') != std::string_view::npos) {
    const bool version = fact.kind == Kind::version;
    const auto range = as_range(text, fact.kind);
    return tl::unexpected(fmt::format("\"{}\" is two limits in one; write a range, {}{}", text,
                                      range     ? *range
                                      : version ? "115 .. 128"
                                                : "\"10 .. 20\" with the unit, or two [[rule]]",
                                      version ? " (both count, and 128.0.3 is a 128)" : ""));
  }
  if (fact.kind == Kind::number || fact.kind == Kind::version) {
    if (auto why = worded(text, fact)) return tl::unexpected(std::move(*why));
  }
  if (fact.kind == Kind::number) return parse_number(text, fact);
  if (fact.kind == Kind::version) return parse_version(text, fact);
  return fact.kind == Kind::truth ? parse_truth(text, fact) : parse_text(text, fact);
}

}  // namespace deskready
