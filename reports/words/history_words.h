// What many checks together show, in words.
#pragma once

#include <array>
#include <cstdint>

#include "reports/words/language.h"

namespace deskready {

/// "9 hours", "2.9 days", "less than an hour".
std::string length_words(std::string_view language, double seconds);

/// What a rule over time lacks, by the arguments of its `too_little_history`: "there are 3 over 13.9 days; at
/// least 20 over 7 days are needed". The arguments are "recorded" (count), "over" (s), "needed" (count),
/// "needed_over" (s), and "hours" ("shifts", or "no_shifts" where the job has none); without any, empty.
std::string too_little_words(std::string_view language, const Arguments& arguments);

/// Below a chart: "20 ms to 90 ms in 14 measurements".
std::string range_words(std::string_view language, const std::string& low, const std::string& high,
                        std::uint64_t measurements, bool gaps);

/// Monday first.
std::array<std::string, 7> weekday_words(std::string_view language);

std::string week_legend(std::string_view language);

enum class DayPart : std::uint8_t { night, morning, afternoon, evening };

/// "Met in 95 % of 120 checks in the morning."
std::string day_part_words(std::string_view language, DayPart part, int percent, int checks);

}  // namespace deskready
