// What the daemon writes down for good: reports and what became of planned checks, in the history or beside
// it.
#pragma once

#include <spdlog/logger.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "agent/daemon/keeping/disk_queue.h"
#include "agent/daemon/standing/report_summary.h"
#include "config/settings/settings.h"
#include "reports/history/history.h"

namespace deskready {

/// Nothing here but prepare() waits for the disk: it is done on a thread of its own, and what is asked for
/// often is answered from memory. All calls on one thread, on which all results come. The history is opened
/// for each piece of work, so that an idle daemon holds no database that somebody wants to erase or mend.
class ReportKeeper {
 public:
  using Open = std::function<tl::expected<History, std::string>(const std::filesystem::path&)>;

  /// `state` holds the history; `runtime` is another file system, for when that one is full. `post` as
  /// DiskQueue has it.
  ReportKeeper(std::filesystem::path state, std::filesystem::path runtime,
               std::shared_ptr<spdlog::logger> log, DiskQueue::Post post, Open open = History::open);

  /// Before the loop begins. Makes the state folder and shuts others out; false, with the reason in the log,
  /// when it cannot be ours.
  bool prepare(WallTime now);

  /// `kept(false)` when the report is lost. One that the history does not take (a full disk) is kept as a
  /// file until it does. The history is kept within the settings' bounds.
  void keep(const ReportSummary& report, std::string document, const Settings& settings, WallTime now,
            std::function<void(bool)> kept);

  /// Written at the next save_fates() that succeeds.
  void note(PlannedFate fate) { fates_.push_back(std::move(fate)); }
  void save_fates();

  enum class Readers : std::uint8_t { owner, everybody };
  /// Replaces the file, after all that was asked for before. `done` hears what went wrong, or an empty text.
  void write_file(std::filesystem::path file, std::string text, Readers readers,
                  std::function<void(const std::string& trouble)> done);

  struct NoReport {
    bool unreadable = false;  ///< the history as a whole
    std::string sentence;
  };
  using Found = std::function<void(tl::expected<nlohmann::json, NoReport>)>;
  void find(std::string id, Found found);

  /// For the daemon's other files, in turn with what is asked for here.
  DiskQueue& disk() { return queue_; }

  /// As of the last report that was kept.
  DataUsed used(WallTime now) const;

  /// A sentence on what is wrong with the history, or was; empty when all is well.
  const std::string& trouble() const { return trouble_; }

 private:
  struct Kept;
  Kept keep_now(const std::string& id, const std::string& document, WallTime oldest, std::uint64_t most_bytes,
                WallTime now) const;
  void take_up_unsaved(History& history) const;

  const std::filesystem::path state_, runtime_;
  const std::shared_ptr<spdlog::logger> log_;
  const Open open_;
  std::vector<PlannedFate> fates_;
  std::vector<Spent> spent_;
  std::string trouble_;
  DiskQueue queue_;  ///< last: its work uses the rest
};

}  // namespace deskready
