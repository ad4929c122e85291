#include "reports/words/page_words.h"

#include <fmt/format.h>

#include "config/units/quantity.h"

namespace deskready {

PageWords page_words(std::string_view language) {
  const auto say = [&](std::string_view english) { return tr(language, english); };
  return {
      .to_do = say("What to do"),
      .not_checked = say("What was not checked, and why"),
      .figures = say("The figures"),
      .told = say("You told us"),
      .technical = say("Technical details"),
      .also = say("What else to do"),
      .waived = say("What the employer waived"),
      .what = say("What"),
      .measured = say("Measured"),
      .asked_for = say("Asked for"),
      .result = say("Result"),
      .good_enough = say("good enough"),
      .limit = say("the limit"),
      .certain = say("measured, as far as it is certain"),
      .recommended = say("(recommended)"),
      .no_answer = say("no answer"),
      .interval = say("95 % interval"),
      .report = say("Report"),
  };
}

std::string asked_for_words(std::string_view language, const std::string& expected) {
  return tr(language, "asked for: {expected}", {{"expected", expected}});
}

std::string dates_words(std::string_view language, const std::string& time, const std::string& spec,
                        double bytes) {
  // Recorded figures are judged without any.
  if (bytes == 0) return tr(language, "{time}. Judged by {spec}.", {{"time", time}, {"spec", spec}});
  return tr(language, "{time}. Judged by {spec}. Data used: {data}.",
            {{"time", time}, {"spec", spec}, {"data", format_bytes(bytes, 2)}});
}

std::string reference_words(std::string_view language, const std::string& reference) {
  return reference.empty() ? std::string()
                           : tr(language, "Reference: {reference}", {{"reference", reference}});
}

std::string recheck_words(std::string_view language, const std::vector<std::string>& measured) {
  if (measured.empty())
    return tr(language,
              "A recheck: nothing was measured anew; the figures are of earlier checks, each with its age.");
  return tr(language,
            "A recheck: measured anew: {labels}. The other figures are of earlier checks, each with its age.",
            {{"labels", fmt::format("{}", fmt::join(measured, ", "))}});
}

std::string tried_before_words(std::string_view language, const std::vector<std::string>& labels) {
  if (labels.empty()) return {};
  return tr(
      language,
      "A check shortly before had failures, which count here as well: {labels}. Whoever has changed the "
      "line since, to a cable for one, begins anew.",
      {{"labels", fmt::format("{}", fmt::join(labels, ", "))}});
}

std::string outage_words(std::string_view language, double seconds) {
  if (seconds <= 0) return {};
  return tr(language, "the line was out for {time} at once",
            {{"time", format_quantity(seconds, Unit::second, 2)}});
}

std::string changing_words(std::string_view language, const std::optional<OtherMinutes>& expected) {
  if (!expected)
    return tr(language,
              "this line changes: what it carries in other minutes cannot be told from a few seconds");
  return tr(language, "this line changes: expect {low} to {high}",
            {{"low", format_quantity(expected->low, Unit::bit_per_second, 2)},
             {"high", format_quantity(expected->high, Unit::bit_per_second, 2)}});
}

std::string enough_words(std::string_view language, const std::vector<std::string>& labels) {
  if (labels.empty()) return {};
  return tr(
      language,
      "{labels}: \"at least\" is enough for what is asked; measuring stopped early, and the line may be much "
      "faster. To measure how fast it is, check with --depth full.",
      {{"labels", fmt::format("{}", fmt::join(labels, ", "))}});
}

std::string inferred_words(std::string_view language, const std::vector<std::string>& labels) {
  if (labels.empty()) return {};
  return tr(language, "Worked out from signs, which can mislead: {labels}.",
            {{"labels", fmt::format("{}", fmt::join(labels, ", "))}});
}

}  // namespace deskready
