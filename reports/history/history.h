// Every run, kept at home: SQLite in the state folder.
#pragma once

#include <compare>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "reports/document/report.h"

namespace deskready {

/// Which work a check was for, as its report has it: one spec may be asked for several kinds of work, or
/// under several of the employer's numbers for this person.
struct JobKey {
  std::string spec;
  std::string role;
  std::string reference;

  auto operator<=>(const JobKey&) const = default;
};

struct HistoryEntry {
  std::string id;
  WallTime finished{};
  JobKey job;
  std::string verdict;
};

/// One fact at one time.
struct Sample {
  WallTime at{};
  std::optional<double> value;  ///< numbers, and truths as 0 and 1
  std::string text;             ///< texts, or the cause's code where nothing was measured
};

/// One rule's outcome in one report.
struct RuleOutcome {
  WallTime at{};
  std::string outcome;
};

/// Since when a rule is as it is.
struct RuleStanding {
  std::string rule;
  std::string outcome;                    ///< the latest
  std::optional<WallTime> failing_since;  ///< the first of the latest run of `not_met`
  std::optional<WallTime> last_met;
};

/// What the person said to one question of one spec.
struct SaidAnswer {
  WallTime at{};
  std::string spec, question, answer;
};

/// Of the line, by an unattended check.
struct Spent {
  WallTime at{};
  std::uint64_t bytes = 0;
};

struct DataUsed {
  std::uint64_t day_bytes = 0;    ///< since local midnight
  std::uint64_t month_bytes = 0;  ///< since the first of the month
};

/// What became of a planned check, as the schedule tells it.
struct PlannedFate {
  std::string job, weight, fate, reason;
  WallTime planned{}, settled{};
};

/// A program that the person had started although the computer was not ready for a job.
struct StartedAnyway {
  WallTime at{};
  std::string job;      ///< as people are told it
  std::string verdict;  ///< a report's, or "not_known"
  std::string program;  ///< its file's name, without folder and arguments
};

/// Reports that the history could not take lie beside it as files with this beginning, until it can.
inline constexpr std::string_view unsaved_begin = "unsaved-";

/// Not thread-safe; several processes may have it open. A write is durable when the call has returned.
class History {
 public:
  struct Impl;  ///< history_store.h

  /// Opens or creates <folder>/history.db, for its owner alone. A database that is broken is set aside beside
  /// it under a name that says so; a report's row that does not read is restored from its document or set
  /// aside in a table of its own. set_aside() then says so.
  static tl::expected<History, std::string> open(const std::filesystem::path& folder);
  History(History&&) noexcept;
  History& operator=(History&&) noexcept;
  ~History();

  /// Sentences when open() found the database broken, or reports that were damaged since somebody was last
  /// told; else empty.
  const std::string& set_aside() const;

  /// Looks at each stored value but the documents, which takes a second for a large history. What does not
  /// read is restored from the documents or set aside, one row as well as the whole. The value is what
  /// set_aside() would say, once.
  tl::expected<std::string, std::string> inspect();

  /// `unattended`: by the background service, so its bytes count against that service's own allowance.
  tl::expected<void, std::string> save(const Report& report, bool unattended = false);
  /// The same from report/1's JSON; an id that is there already changes nothing.
  tl::expected<void, std::string> save_document(const nlohmann::json& document, bool unattended);
  /// One number at one time that belongs to no report: series() has it beside those that reports brought.
  tl::expected<void, std::string> save_sample(std::string_view key, WallTime at, double value);
  tl::expected<void, std::string> save_fates(const std::vector<PlannedFate>& fates);
  tl::expected<void, std::string> save_started(const std::vector<StartedAnyway>& started);
  /// Of what was saved, and could not be started after all.
  tl::expected<void, std::string> take_back_started(const std::vector<StartedAnyway>& started);
  /// Drops what is older than `oldest`, then the oldest reports, and when there is none left the oldest
  /// figures, until the file is no larger than `bytes` or nothing is left. What unattended checks spent stays
  /// for as long as an allowance counts.
  tl::expected<void, std::string> trim(WallTime oldest, std::uint64_t bytes);

  /// The newest first.
  tl::expected<std::vector<HistoryEntry>, std::string> latest(int count) const;
  /// Those of which there are reports, that of the newest report first.
  tl::expected<std::vector<JobKey>, std::string> jobs() const;
  /// Of one spec, whatever the job, in order of time, from [from, to).
  tl::expected<std::vector<HistoryEntry>, std::string> entries(std::string_view spec, WallTime from,
                                                               WallTime to) const;
  /// By id or by an unambiguous beginning of it. A document that does not read is an error and is set aside.
  tl::expected<Report, std::string> find(std::string_view id) const;
  tl::expected<nlohmann::json, std::string> document(std::string_view id) const;
  /// Each report of the spec and role that finished in [from, to), in order of time; a damaged one is set
  /// aside, which the next open() says.
  tl::expected<void, std::string> each_document(
      std::string_view spec, std::string_view role, WallTime from, WallTime to,
      const std::function<void(const nlohmann::json&)>& function) const;
  /// The latest report of each job that had finished at `time`.
  tl::expected<std::vector<HistoryEntry>, std::string> latest_of_each_job(WallTime time) const;
  /// In order of time, from [from, to). `key` as in a report; an unknown one has none.
  tl::expected<std::vector<Sample>, std::string> series(std::string_view key, WallTime from,
                                                        WallTime to) const;
  /// The keys that have a series.
  tl::expected<std::vector<std::string>, std::string> keys() const;
  tl::expected<std::vector<RuleOutcome>, std::string> outcomes(const JobKey& job, std::string_view rule,
                                                               WallTime from, WallTime to) const;
  /// Each rule that was ever judged for the job, by name.
  tl::expected<std::vector<RuleStanding>, std::string> rules(const JobKey& job) const;
  /// In order of time, from [from, to).
  tl::expected<std::vector<SaidAnswer>, std::string> answers(WallTime from, WallTime to) const;
  /// In order of time, from [from, to).
  tl::expected<std::vector<StartedAnyway>, std::string> started_anyway(WallTime from, WallTime to) const;
  /// By unattended checks that ended at `since` or later.
  tl::expected<std::vector<Spent>, std::string> spent(WallTime since) const;
  tl::expected<std::vector<PlannedFate>, std::string> fates(WallTime from, WallTime to) const;

  /// Erases everything for good, databases that were set aside and unsaved reports too.
  tl::expected<void, std::string> forget();

  explicit History(std::unique_ptr<Impl> impl);

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace deskready
