// What the background service tells of its jobs, for the person who asked.
#pragma once

#include <fmt/format.h>

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace deskready {

/// A line to standard output; several for a terminal that is narrower.
void say_line(const std::string& line);

template <typename... Values>
void say(fmt::format_string<Values...> sentence, Values&&... values) {
  say_line(fmt::format(sentence, std::forward<Values>(values)...));
}

/// "2026-11-24T09:30:00Z" as the person's own clock shows it; the text itself where it is no time.
std::string local_time_of(const std::string& told);

/// Of the whole status or of one of its jobs, as a sentence.
std::string standing_words(const nlohmann::json& standing);

struct ToldJob {
  std::string name;
  std::string verdict;      ///< a report's, or "not_known"
  std::string words;        ///< a sentence: verdict, since when, and what to do
  std::string reason, fix;  ///< sentences; either may be empty
};

/// Of the jobs that somebody asked for.
struct ToldReadiness {
  std::vector<ToldJob> jobs;  ///< one at least

  const ToldJob& worst() const;
  /// Of the worst, as check's: 0 ready, 1 with warnings, 2 not ready, 3 incomplete or not known.
  int code() const;
  bool ready() const { return code() <= 1; }
};

/// By the service's status; of all jobs where `spec` is empty, else of those that this spec is checked for:
/// by its name or as the settings name it. The error is a sentence: there is no such job.
tl::expected<ToldReadiness, std::string> told_readiness(const nlohmann::json& status,
                                                        const std::string& spec);

}  // namespace deskready
