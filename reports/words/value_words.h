// Values and what is asked of them, in words.
#pragma once

#include "reports/assess/finding.h"
#include "reports/words/language.h"

namespace deskready {

/// "48.2 Mbit/s". What was measured in powers of two is memory, and its label says GB; GiB beside the GB that
/// was asked for puzzles.
std::string figure_words(double value, Unit unit);

/// "48.2 Mbit/s", "at least 30 Mbit/s", "yes", "Wi-Fi", or the text itself. `info` says the unit; null for
/// texts that are no fact. Without direction marks.
std::string value_words(std::string_view language, const Measured& measured, const FactInfo* info);

/// As people say it: "at least 25 Mbit/s", "not Wi-Fi, mobile network", "yes". Without direction marks.
/// `beside`: what was measured and stands in the same row or sentence, so that both are in one unit; null for
/// nothing.
std::string limit_words(std::string_view language, const Comparison& comparison, const FactInfo* info,
                        const Measured* beside = nullptr);

/// As a spec writes it, for programs: ">= 25 Mbit/s", "not wifi, cellular", "yes". Without direction marks.
std::string limit_signs(std::string_view language, const Comparison& comparison, const FactInfo* info);

/// "47 to 49.5 Mbit/s"; empty where the value has no interval.
std::string interval_words(std::string_view language, const Measured& measured, const FactInfo& info);

}  // namespace deskready
