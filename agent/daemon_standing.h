// What the daemon last found, as it tells it and as it remembers it over a restart. Pure, but for load and
// save.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace deskready {

/// The few fields of a report that the daemon tells. It reads them from the JSON, so that the daemon holds no
/// code of probes or judges.
struct ReportSummary {
  std::string id;
  std::string spec;
  std::string finished;  ///< RFC 3339 UTC
  std::string verdict;
  std::string reason;  ///< English, of the finding that decides; empty when all is well
  bool interrupted = false;
};

/// Reads report/1. The error says what is wrong with the text; an unknown verdict is an error, never a pass.
tl::expected<ReportSummary, std::string> summarise_report(std::string_view json_text);

/// 0 for ready up to 3 for not_ready, -1 for a text that is no verdict.
int badness(std::string_view verdict);

/// "20261124T093000Z-<id>.json": sorts by time, and holds nothing that a file name may not.
std::string report_file_name(const ReportSummary& report);

/// The worst verdict of the last round of checks, one check for each job.
struct Standing {
  std::string verdict;      ///< empty when nothing was ever found
  std::string since;        ///< when the first of the latest rounds with this verdict ended, RFC 3339
  std::string reason;       ///< of the verdict
  std::string last_report;  ///< id
  std::string last_spec;
  std::string last_finished;

  nlohmann::json to_json() const;
};

/// One round, collected job by job.
class Round {
 public:
  void add(const ReportSummary& report);
  /// A job's check that left no report: `incomplete`, whatever the others say of theirs.
  void add_failure(std::string_view why, std::string_view now);
  /// The standing after this round; the old one when nothing was added or all was interrupted.
  Standing after(const Standing& before) const;

 private:
  void worsen(std::string_view verdict, std::string_view reason, std::string_view when);
  std::optional<Standing> found_;
};

/// Nothing, and no error, when there is none yet. A broken file is an error, to be logged; the daemon goes on
/// without.
tl::expected<Standing, std::string> load_standing(const std::filesystem::path& file);
tl::expected<void, std::string> save_standing(const std::filesystem::path& file, const Standing& standing);

}  // namespace deskready
