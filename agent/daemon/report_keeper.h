// What the daemon writes down for good: reports and what became of planned checks, in the history or beside
// it.
#pragma once

#include <spdlog/logger.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "agent/daemon/daemon_standing.h"
#include "config/settings/settings.h"
#include "reports/history/history.h"

namespace deskready {

/// The history is opened for each call, so that an idle daemon holds no database. Not thread-safe.
class ReportKeeper {
 public:
  /// `state` holds the history; `runtime` is another file system, for when that one is full.
  ReportKeeper(std::filesystem::path state, std::filesystem::path runtime,
               std::shared_ptr<spdlog::logger> log);

  /// Makes the state folder and shuts others out; false, with the reason in the log, when it cannot be ours.
  bool prepare();

  /// False when the report is lost. One that the history does not take (a full disk) is kept as a file until
  /// it does. The history is kept within the settings' bounds.
  bool keep(const ReportSummary& report, const std::string& document, const Settings& settings, WallTime now);

  /// Written at the next save_fates() that succeeds.
  void note(PlannedFate fate) { fates_.push_back(std::move(fate)); }
  void save_fates();

  /// Zero when the history cannot tell.
  DataUsed used(WallTime now) const;

  /// A sentence on what is wrong with the history, or was; empty when all is well.
  const std::string& trouble() const { return trouble_; }

 private:
  void take_up_unsaved(History& history);

  const std::filesystem::path state_, runtime_;
  const std::shared_ptr<spdlog::logger> log_;
  std::vector<PlannedFate> fates_;
  std::string trouble_;
};

/// The files in `folder` whose names begin so; none when it cannot be read.
std::vector<std::filesystem::path> files_beginning(const std::filesystem::path& folder,
                                                   std::string_view begin);

}  // namespace deskready
