#include "reports/words/value_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "config/base/outward/outward.h"
#include "config/base/text.h"

namespace deskready {
namespace {

std::string listed(const std::vector<std::string>& texts) {
  return fmt::format("{}", fmt::join(texts, ", "));
}

/// Enough for what a person wrote into a spec.
constexpr int digits_of_limits = 6;

/// A text of few that there are, as people call it.
std::string name_words(std::string_view language, const std::string& text, const FactInfo* info) {
  if (info == nullptr || info->shown.empty()) return for_terminal(text);
  const auto words = split(info->words, '|'), shown = split(info->shown, '|');
  const auto at =
      std::find_if(words.begin(), words.end(), [&](std::string_view word) { return same_text(word, text); });
  return at == words.end() ? for_terminal(text)
                           : tr(language, shown[static_cast<std::size_t>(at - words.begin())]);
}

std::string names_words(std::string_view language, const Comparison& comparison, const FactInfo* info) {
  std::vector<std::string> names;
  for (const std::string& text : comparison.texts) names.push_back(name_words(language, text, info));
  return joined(names);
}

/// How a limit's number is written.
using Number = std::function<std::string(double)>;

Number as_written(const FactInfo* info) {
  return [unit = info != nullptr ? info->unit : Unit::none](double value) {
    return format_quantity(value, unit, digits_of_limits);
  };
}

/// "8 GB" of "8 GiB": memory, whose label says so.
std::string as_labelled(std::string figure) {
  for (const std::string_view binary : {" KiB", " MiB", " GiB", " TiB"}) {
    if (figure.ends_with(binary)) figure.erase(figure.size() - 2, 1);
  }
  return figure;
}

Number as_people_say(const FactInfo* info, const Measured* beside) {
  const double* const figure = beside != nullptr ? std::get_if<double>(&beside->value) : nullptr;
  // A figure in powers of ten would look larger than it is beside a limit in powers of two.
  if (info != nullptr && info->unit == Unit::byte && figure != nullptr && !is_binary_size(*figure))
    return [](double value) { return format_bytes(value, digits_of_limits); };
  return [written = as_written(info)](double value) { return as_labelled(written(value)); };
}

/// The lower end, or the only one, as a figure or a name.
std::string operand(std::string_view language, const Comparison& comparison, const FactInfo* info,
                    const Number& number) {
  if (!comparison.texts.empty()) return listed(comparison.texts);
  if (!comparison.version.empty()) return comparison.version;
  if (info != nullptr && info->kind == Kind::truth)
    return comparison.truth ? tr(language, "yes") : tr(language, "no");
  return info != nullptr && info->kind == Kind::number ? number(comparison.low) : std::string();
}

std::string upper_operand(const Comparison& comparison, const Number& number) {
  return comparison.version_high.empty() ? number(comparison.high) : comparison.version_high;
}

std::string_view sign_of(Operator op) {
  switch (op) {
    case Operator::at_least:
      return ">= {limit}";
    case Operator::above:
      return "> {limit}";
    case Operator::at_most:
      return "<= {limit}";
    case Operator::below:
      return "< {limit}";
    default:
      return "{limit}";
  }
}

std::string_view words_of(Operator op) {
  switch (op) {
    case Operator::at_least:
      return "at least {limit}";
    case Operator::above:
      return "more than {limit}";
    case Operator::at_most:
      return "at most {limit}";
    case Operator::below:
      return "less than {limit}";
    default:
      return {};
  }
}

}  // namespace

std::string figure_words(double value, Unit unit) {
  return as_labelled(format_quantity(value, unit));
}

std::string value_words(std::string_view language, const Measured& measured, const FactInfo* info) {
  if (const bool* truth = std::get_if<bool>(&measured.value))
    return *truth ? tr(language, "yes") : tr(language, "no");
  if (const std::string* text = std::get_if<std::string>(&measured.value))
    return name_words(language, *text, info);
  const Unit unit = info != nullptr ? info->unit : Unit::none;
  const double value = std::get<double>(measured.value);
  // Nobody reads eight zeros; no limit is as low.
  constexpr double least_told = 1e-6;
  if (unit == Unit::ratio && value > 0 && value < least_told && !measured.at_least)
    return unmarked(tr(language, "less than {limit}", {{"limit", format_quantity(least_told, unit)}}));
  const std::string figure = figure_words(value, unit);
  if (measured.at_least) return unmarked(tr(language, "at least {limit}", {{"limit", figure}}));
  if (measured.at_most) return unmarked(tr(language, "at most {limit}", {{"limit", figure}}));
  return figure;
}

std::string limit_words(std::string_view language, const Comparison& comparison, const FactInfo* info,
                        const Measured* beside) {
  const Number number = as_people_say(info, beside);
  const std::string low = operand(language, comparison, info, number);
  switch (comparison.op) {
    case Operator::between:
      return unmarked(
          tr(language, "{low} to {high}", {{"low", low}, {"high", upper_operand(comparison, number)}}));
    case Operator::in:
      return unmarked(tr(language, "one of {names}", {{"names", names_words(language, comparison, info)}}));
    case Operator::not_in:
      return unmarked(tr(language, "not {names}", {{"names", names_words(language, comparison, info)}}));
    case Operator::any:
      return limit_signs(language, comparison, info);
    case Operator::equals:
      return comparison.texts.empty() ? for_terminal(low) : names_words(language, comparison, info);
    default:
      return unmarked(tr(language, words_of(comparison.op), {{"limit", low}}));
  }
}

std::string limit_signs(std::string_view language, const Comparison& comparison, const FactInfo* info) {
  const Number number = as_written(info);
  const std::string low = operand(language, comparison, info, number);
  switch (comparison.op) {
    case Operator::any:
      return tr(language, "any");
    case Operator::in:
      return unmarked(tr(language, "one of {names}", {{"names", listed(comparison.texts)}}));
    case Operator::not_in:
      return unmarked(tr(language, "not {names}", {{"names", listed(comparison.texts)}}));
    case Operator::between:
      return fmt::format("{} .. {}", low, upper_operand(comparison, number));
    default:
      return unmarked(tr("en", sign_of(comparison.op), {{"limit", low}}));
  }
}

std::string interval_words(std::string_view language, const Measured& measured, const FactInfo& info) {
  if (!std::holds_alternative<double>(measured.value) || !measured.low || !measured.high ||
      *measured.low == *measured.high)
    return {};
  return tr(
      language, "{low} to {high}",
      {{"low", figure_words(*measured.low, info.unit)}, {"high", figure_words(*measured.high, info.unit)}});
}

}  // namespace deskready
