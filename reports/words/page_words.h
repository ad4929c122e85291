// Headings and small words of a report's page, the same in each format for people.
#pragma once

#include <optional>
#include <vector>

#include "probes/noted.h"
#include "reports/words/language.h"

namespace deskready {

struct PageWords {
  std::string to_do, not_checked, figures, told, technical;  ///< headings
  std::string also;                                          ///< heading of what decides nothing
  std::string waived;                                        ///< heading of what the employer waived
  std::string what, measured, asked_for, result;             ///< columns of the figures
  std::string good_enough, limit, certain;                   ///< parts of a figure's picture
  std::string recommended;                                   ///< "(recommended)"
  std::string no_answer, interval, report;
};
PageWords page_words(std::string_view language);

/// "asked for: at least 25 Mbit/s".
std::string asked_for_words(std::string_view language, const std::string& expected);

/// "24 November 2026, 10:30 UTC. Judged by acme 2026-11. Data used: 12 MB." `time` is as of local_time().
std::string dates_words(std::string_view language, const std::string& time, const std::string& spec,
                        double bytes);

/// "Reference: A-1042"; empty without one.
std::string reference_words(std::string_view language, const std::string& reference);

/// What a recheck measured, by labels, and that all else was there before.
std::string recheck_words(std::string_view language, const std::vector<std::string>& measured);

/// Of which figures, by labels, failures of a check shortly before count in this one; empty for none.
std::string tried_before_words(std::string_view language, const std::vector<std::string>& labels);

/// "the line was out for 3.1 s at once"; empty for none.
std::string outage_words(std::string_view language, double seconds);

/// "this line changes: expect 3 to 12 Mbit/s", or that this cannot be told.
std::string changing_words(std::string_view language, const std::optional<OtherMinutes>& expected);

/// Why a rate is told as "at least" something: for labels of those that met their rules; empty for none.
std::string enough_words(std::string_view language, const std::vector<std::string>& labels);

/// Which figures are worked out and prove nothing; empty for no labels.
std::string inferred_words(std::string_view language, const std::vector<std::string>& labels);

}  // namespace deskready
