// How one rule can end, and what all of them together come to.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace deskready {

enum class Outcome : std::uint8_t { met, not_met, borderline, not_measured, not_applicable, waived };
enum class Verdict : std::uint8_t { ready, ready_with_warnings, incomplete, not_ready };  ///< best to worst

std::string_view to_string(Outcome outcome);
std::string_view to_string(Verdict verdict);
std::optional<Outcome> outcome_from(std::string_view text);
std::optional<Verdict> verdict_from(std::string_view text);

/// What is no verdict's word, as "not_known" is none, stands where what was not decided does: it is no better
/// and no worse.
Verdict verdict_or_undecided(std::string_view text);

/// From worst to best, for what is as good as the worst of its parts.
int rank(Outcome outcome);

/// Monitoring-plugin codes: 0 ready, 1 ready_with_warnings, 2 not_ready, 3 incomplete.
int exit_code(Verdict verdict);

}  // namespace deskready
