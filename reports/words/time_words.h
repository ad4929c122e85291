// Moments as the reader's clock shows them, how old something is, and since when something holds.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "probes/fact.h"
#include "reports/words/language.h"

namespace deskready {

/// "24 November 2026, 10:30 CET". `zone` is as find_zone() reads it; empty is the computer's own. In UTC, and
/// said so, where the zone cannot be read.
std::string local_time(std::string_view language, WallTime time, const std::string& zone);

/// "31 December 2026" of "2026-12-31"; another text is its own.
std::string day_words(std::string_view language, std::string_view day);

/// "measured 5 hours earlier", for what an earlier check had measured; empty below a minute.
std::string age_words(std::string_view language, std::chrono::minutes age);

/// The same for what a recheck kept, whatever its age: "measured less than a minute earlier".
std::string kept_words(std::string_view language, std::chrono::minutes age);

/// Since when a rule fails and when it last held, as far as the history knew; empty when it knew neither.
std::string standing_words(std::string_view language, std::optional<WallTime> failing_since,
                           std::optional<WallTime> last_met, const std::string& zone);

/// Since when the heavy parts of a check of the background service wait.
std::string waiting_words(std::string_view language, WallTime since, const std::string& zone);

}  // namespace deskready
