#include "reports/assess/outcome.h"

#include <algorithm>
#include <span>

namespace deskready {
namespace {

constexpr std::string_view outcomes[] = {"met",          "not_met",        "borderline",
                                         "not_measured", "not_applicable", "waived"};
constexpr std::string_view verdicts[] = {"ready", "ready_with_warnings", "incomplete", "not_ready"};

template <class Enumeration>
std::optional<Enumeration> named(std::span<const std::string_view> names, std::string_view text) {
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enumeration>(found - names.begin());
}

}  // namespace

std::string_view to_string(Outcome outcome) {
  return outcomes[static_cast<std::size_t>(outcome)];
}
std::string_view to_string(Verdict verdict) {
  return verdicts[static_cast<std::size_t>(verdict)];
}

std::optional<Outcome> outcome_from(std::string_view text) {
  return named<Outcome>(outcomes, text);
}
std::optional<Verdict> verdict_from(std::string_view text) {
  return named<Verdict>(verdicts, text);
}

Verdict verdict_or_undecided(std::string_view text) {
  return verdict_from(text).value_or(Verdict::incomplete);
}

int rank(Outcome outcome) {
  switch (outcome) {
    case Outcome::not_met:
      return 0;
    case Outcome::not_measured:
      return 1;
    case Outcome::borderline:
      return 2;
    default:
      return 3;
  }
}

int exit_code(Verdict verdict) {
  switch (verdict) {
    case Verdict::ready:
      return 0;
    case Verdict::ready_with_warnings:
      return 1;
    case Verdict::not_ready:
      return 2;
    case Verdict::incomplete:
      break;
  }
  return 3;
}

}  // namespace deskready
