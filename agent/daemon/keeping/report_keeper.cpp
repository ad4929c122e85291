#include "agent/daemon/keeping/report_keeper.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "agent/check/past/allowance.h"
#include "config/base/files.h"
#include "config/base/folders.h"
#include "config/base/json/bounded_json.h"
#include "reports/words/refusals/damage_words.h"
#include "reports/words/refusals/json_words.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t most_fates = 10'000;

}  // namespace

/// Of one report's way to the disk.
struct ReportKeeper::Kept {
  bool safe = false;
  std::string trouble;
  std::optional<std::vector<Spent>> spent;  ///< none when the history cannot tell
};

ReportKeeper::ReportKeeper(fs::path state, fs::path runtime, std::shared_ptr<spdlog::logger> log,
                           DiskQueue::Post post, Open open)
    : state_(std::move(state)),
      runtime_(std::move(runtime)),
      log_(std::move(log)),
      open_(std::move(open)),
      queue_(std::move(post)) {}

bool ReportKeeper::prepare(WallTime now) {
  std::error_code error;
  fs::create_directories(state_, error);
  if (error) {
    log_->error("{}", no_folder_words("en", state_.string(), error.message()));
    return false;
  }
  if (belongs_to_another(state_)) {
    log_->error("{} belongs to another user; give it back or set XDG_STATE_HOME to a folder of yours",
                state_.string());
    return false;
  }
  // A report tells about a person; nobody else on this computer needs to see it.
  fs::permissions(state_, fs::perms::owner_all, error);
  if (error) log_->warn("cannot make {} private: {}", state_.string(), error.message());
  auto history = open_(state_);
  trouble_ = history ? history->set_aside() : history.error();
  if (history) {
    const auto damage = history->inspect();
    const std::string& said = damage ? *damage : damage.error();
    trouble_ += (trouble_.empty() || said.empty() ? "" : " ") + said;
  }
  if (!trouble_.empty()) log_->error("{}", trouble_);
  if (history) spent_ = spent_lately(*history, now).value_or(std::vector<Spent>());
  return true;
}

void ReportKeeper::keep(const ReportSummary& report, std::string document, const Settings& settings,
                        WallTime now, std::function<void(bool)> kept) {
  const auto oldest =
      now - std::chrono::floor<WallTime::duration>(std::chrono::duration<double>(settings.keep_seconds));
  queue_.run(
      [this, id = report.id, document = std::move(document), oldest, now,
       most_bytes = settings.history_bytes] { return keep_now(id, document, oldest, most_bytes, now); },
      [this, kept = std::move(kept)](Kept done) {
        trouble_ = std::move(done.trouble);
        if (done.spent) spent_ = std::move(*done.spent);
        kept(done.safe);
      });
}

/// On the queue's thread.
ReportKeeper::Kept ReportKeeper::keep_now(const std::string& id, const std::string& document, WallTime oldest,
                                          std::uint64_t most_bytes, WallTime now) const {
  auto history = open_(state_);
  const auto read = read_json(document);
  const auto saved = !history ? tl::expected<void, std::string>(tl::unexpected(history.error()))
                     : read   ? history->save_document(*read, true)
                              : tl::unexpected(refusal_words("en", read.error()));
  if (saved) {
    take_up_unsaved(*history);
    if (const auto trimmed = history->trim(oldest, most_bytes); !trimmed) log_->warn("{}", trimmed.error());
    Kept kept{true, history->set_aside(), std::nullopt};
    if (auto spent = spent_lately(*history, now)) kept.spent = std::move(*spent);
    return kept;
  }
  std::string where;
  for (const fs::path& folder : {state_, runtime_}) {
    const fs::path file = folder / fmt::format("{}{}.json", unsaved_begin, id);
    if (where.empty() && write_file_atomically(file, document)) where = file.string();
  }
  const std::string trouble =
      fmt::format("{}; the report {}", saved.error(), where.empty() ? "is lost" : "is kept as " + where);
  log_->error("{}", trouble);
  return {!where.empty(), trouble, std::nullopt};
}

void ReportKeeper::take_up_unsaved(History& history) const {
  for (const fs::path& folder : {state_, runtime_}) {
    for (const fs::path& file : files_beginning(folder, unsaved_begin)) {
      const auto text = read_regular_file(file, most_json_bytes);
      const auto document = read_json(text.value_or(""));
      if (!document || !document->is_object() || !history.save_document(*document, true)) continue;
      std::error_code error;
      fs::remove(file, error);
      log_->info("{} is in the history now", file.string());
    }
  }
}

void ReportKeeper::save_fates() {
  if (fates_.empty()) return;
  auto fates = std::make_shared<const std::vector<PlannedFate>>(std::exchange(fates_, {}));
  queue_.run(
      [this, fates] {
        auto history = open_(state_);
        return history && history->save_fates(*fates);
      },
      [this, fates](bool saved) {
        if (saved) return;
        // They wait for a history that can be written again, but not without a bound.
        fates_.insert(fates_.begin(), fates->begin(), fates->end());
        if (fates_.size() > most_fates) fates_.erase(fates_.begin(), fates_.end() - most_fates / 2);
      });
}

void ReportKeeper::write_file(fs::path file, std::string text, Readers readers,
                              std::function<void(const std::string& trouble)> done) {
  queue_.run(
      [file = std::move(file), text = std::move(text), readers] {
        const auto written = write_file_atomically(file, text);
        std::error_code ignored;
        if (written && readers == Readers::everybody)
          fs::permissions(
              file,
              fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read | fs::perms::others_read,
              ignored);
        return written ? std::string() : written.error();
      },
      std::move(done));
}

void ReportKeeper::find(std::string id, Found found) {
  queue_.run(
      [this, id = std::move(id)]() -> tl::expected<json, NoReport> {
        const auto history = open_(state_);
        if (!history) return tl::unexpected(NoReport{true, history.error()});
        auto document = history->document(id);
        if (!document) return tl::unexpected(NoReport{false, document.error()});
        return std::move(*document);
      },
      std::move(found));
}

DataUsed ReportKeeper::used(WallTime now) const {
  return data_used(spent_, now);
}

}  // namespace deskready
