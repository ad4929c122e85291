#include "agent/daemon/report_keeper.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "agent/check/unattended.h"
#include "config/base/files.h"
#include "config/base/folders.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t largest_unsaved = 16 * 1024 * 1024;
constexpr std::size_t most_fates = 10'000;

}  // namespace

std::vector<fs::path> files_beginning(const fs::path& folder, std::string_view begin) {
  std::vector<fs::path> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    if (entry.path().filename().string().starts_with(begin)) files.push_back(entry.path());
  }
  return files;
}

ReportKeeper::ReportKeeper(fs::path state, fs::path runtime, std::shared_ptr<spdlog::logger> log)
    : state_(std::move(state)), runtime_(std::move(runtime)), log_(std::move(log)) {}

bool ReportKeeper::prepare() {
  std::error_code error;
  fs::create_directories(state_, error);
  if (error) {
    log_->error("cannot create {}: {}", state_.string(), error.message());
    return false;
  }
  struct stat about {};
  if (stat(state_.c_str(), &about) == 0 && about.st_uid != geteuid()) {
    log_->error("{} belongs to another user; give it back or set XDG_STATE_HOME to a folder of yours",
                state_.string());
    return false;
  }
  // A report tells about a person; nobody else on this computer needs to see it.
  if (chmod(state_.c_str(), 0700) != 0) {
    log_->warn("cannot make {} private: {}", state_.string(), std::strerror(errno));
  }
  const auto history = History::open(state_);
  trouble_ = history ? history->set_aside() : history.error();
  if (!trouble_.empty()) log_->error("{}", trouble_);
  return true;
}

bool ReportKeeper::keep(const ReportSummary& report, const std::string& document, const Settings& settings,
                        WallTime now) {
  auto history = History::open(state_);
  const auto saved = history ? history->save_document(json::parse(document, nullptr, false), true)
                             : tl::expected<void, std::string>(tl::unexpected(history.error()));
  if (saved) {
    trouble_ = history->set_aside();
    take_up_unsaved(*history);
    const auto oldest =
        now - std::chrono::floor<WallTime::duration>(std::chrono::duration<double>(settings.keep_seconds));
    if (const auto trimmed = history->trim(oldest, settings.history_bytes); !trimmed)
      log_->warn("{}", trimmed.error());
    return true;
  }
  std::string where;
  for (const fs::path& folder : {state_, runtime_}) {
    const fs::path file = folder / fmt::format("{}{}.json", unsaved_begin, report.id);
    if (where.empty() && write_file_atomically(file, document)) where = file.string();
  }
  trouble_ =
      fmt::format("{}; the report {}", saved.error(), where.empty() ? "is lost" : "is kept as " + where);
  log_->error("{}", trouble_);
  return !where.empty();
}

void ReportKeeper::take_up_unsaved(History& history) {
  for (const fs::path& folder : {state_, runtime_}) {
    for (const fs::path& file : files_beginning(folder, unsaved_begin)) {
      const auto text = read_regular_file(file, largest_unsaved);
      const json document = json::parse(text.value_or(""), nullptr, false);
      if (!document.is_object() || !history.save_document(document, true)) continue;
      std::error_code error;
      fs::remove(file, error);
      log_->info("{} is in the history now", file.string());
    }
  }
}

void ReportKeeper::save_fates() {
  if (fates_.empty()) return;
  auto history = History::open(state_);
  if (history && history->save_fates(fates_)) fates_.clear();
  // They wait for a history that can be written again, but not without a bound.
  if (fates_.size() > most_fates) fates_.erase(fates_.begin(), fates_.end() - most_fates / 2);
}

DataUsed ReportKeeper::used(WallTime now) const {
  const auto history = History::open(state_);
  if (!history) return {};
  return data_used(*history, now).value_or(DataUsed{});
}

}  // namespace deskready
