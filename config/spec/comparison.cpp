#include "config/spec/comparison.h"

#include <fmt/format.h>

#include "config/spec/names/cpu_wording.h"
#include "config/spec/names/windows.h"
#include "config/units/pixels.h"
#include "config/units/version.h"

namespace deskready {
namespace {

Ranked rank_processor(const Comparison& comparison, std::string_view name) {
  const auto least = parse_cpu_limit(comparison.texts.front());
  return least ? rank_cpu(parse_cpu_name(name), *least) : Ranked::not_comparable;
}

Ranked rank_pixels(const Comparison& comparison, std::string_view value) {
  const auto is = pixels_of(value), asked = pixels_of(comparison.texts.front());
  if (!is || !asked) return Ranked::unknown_name;
  const bool more = is->wide >= asked->wide && is->high >= asked->high;
  const bool less = is->wide <= asked->wide && is->high <= asked->high;
  const bool good = comparison.op == Operator::at_least  ? more
                    : comparison.op == Operator::at_most ? less
                                                         : more && less;
  return good ? Ranked::meets : Ranked::falls_short;
}

std::string listed(const std::vector<std::string>& texts) {
  return fmt::format("{}", fmt::join(texts, ", "));
}

std::string_view sign(Operator op) {
  switch (op) {
    case Operator::at_least:
      return ">= ";
    case Operator::above:
      return "> ";
    case Operator::at_most:
      return "<= ";
    case Operator::below:
      return "< ";
    default:
      return "";
  }
}

}  // namespace

std::string to_string(const Comparison& comparison, const FactInfo& fact) {
  switch (comparison.op) {
    case Operator::any:
      return "any";
    case Operator::in:
      return "one of " + listed(comparison.texts);
    case Operator::not_in:
      return "not " + listed(comparison.texts);
    case Operator::between:
      if (fact.kind == Kind::version)
        return fmt::format("{} .. {}", comparison.version, comparison.version_high);
      return fmt::format("{} .. {}", format_quantity(comparison.low, fact.unit, 6),
                         format_quantity(comparison.high, fact.unit, 6));
    default:
      break;
  }
  if (fact.kind == Kind::truth) return comparison.truth ? "yes" : "no";
  if (fact.kind == Kind::text) return std::string(sign(comparison.op)) + listed(comparison.texts);
  if (fact.kind == Kind::version) return std::string(sign(comparison.op)) + comparison.version;
  return std::string(sign(comparison.op)) + format_quantity(comparison.low, fact.unit, 6);
}

std::vector<double> limits(const Comparison& comparison) {
  if (!comparison.texts.empty() || !comparison.version.empty()) return {};
  switch (comparison.op) {
    case Operator::at_least:
    case Operator::above:
    case Operator::at_most:
    case Operator::below:
      return {comparison.low};
    case Operator::between:
      return {comparison.low, comparison.high};
    default:
      return {};
  }
}

Ranked rank_ordered(const Comparison& comparison, std::string_view value, const FactInfo& fact) {
  if (comparison.texts.empty()) return Ranked::not_comparable;
  return fact.ordered == Ordered::pixels ? rank_pixels(comparison, value) : rank_processor(comparison, value);
}

std::optional<bool> meets_release(const Comparison& comparison, std::string_view value) {
  const auto low = windows_release(comparison.version);
  const auto high = comparison.op == Operator::between ? windows_release(comparison.version_high) : low;
  if (!only_windows(value) || !low || !high) {
    const bool words = (low && low->named) || (high && high->named);
    return words ? std::nullopt : std::optional(meets_version(comparison, value));
  }
  const WindowsRelease is = *windows_release(value);
  const auto against = compare(is, *low), upper = compare(is, *high);
  const bool at_least = against >= 0, at_most = upper <= 0;
  if (against == std::partial_ordering::unordered || upper == std::partial_ordering::unordered)
    return std::nullopt;
  switch (comparison.op) {
    case Operator::at_least:
      return at_least;
    case Operator::above:
      return against > 0;
    case Operator::at_most:
      return at_most;
    case Operator::below:
      return upper < 0;
    case Operator::between:
      return at_least && at_most;
    default:
      return against == 0;
  }
}

bool meets_version(const Comparison& comparison, std::string_view value) {
  const auto against = [value](std::string_view limit) {
    return compare_versions(as_far_as(value, limit), limit);
  };
  switch (comparison.op) {
    case Operator::at_least:
      return against(comparison.version) >= 0;
    case Operator::above:
      return against(comparison.version) > 0;
    case Operator::at_most:
      return against(comparison.version) <= 0;
    case Operator::below:
      return against(comparison.version) < 0;
    case Operator::between:
      return against(comparison.version) >= 0 && against(comparison.version_high) <= 0;
    default:
      return against(comparison.version) == 0;
  }
}

}  // namespace deskready
