#include "agent/daemon/log.h"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/sinks/systemd_sink.h>
#include <sys/stat.h>
#include <syslog.h>
#include <systemd/sd-journal.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

#include "agent/machine/clean_log.h"
#include "config/base/outward/outward.h"

namespace deskready {
namespace {

/// Whether `journal_stream`, "DEVICE:INODE" ($JOURNAL_STREAM, systemd.exec(5)), names the file that `file` is
/// open on. journald's sink loses messages in silence where there is no journal.
bool is_journal(const char* journal_stream, int file) {
  struct stat about {};
  if (journal_stream == nullptr || fstat(file, &about) != 0) return false;
  return fmt::format("{}:{}", about.st_dev, about.st_ino) == std::string_view(journal_stream);
}

}  // namespace

std::shared_ptr<spdlog::logger> make_log(bool foreground) {
  constexpr auto name = "deskreadyd";
  if (!foreground && is_journal(std::getenv("JOURNAL_STREAM"), STDERR_FILENO)) {
    return std::make_shared<CleanLog>(name, std::make_shared<spdlog::sinks::systemd_sink_mt>(name));
  }
  auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  sink->set_pattern("%Y-%m-%d %H:%M:%S %l: %v");
  auto log = std::make_shared<CleanLog>(name, std::move(sink));
  log->flush_on(spdlog::level::trace);
  return log;
}

void log_check(spdlog::logger& log, const CheckLine& line) {
  const std::string message =
      fmt::format("{}: {} ({}, {})", line.job, line.verdict, line.weight, line.report);
  const auto& sinks = log.sinks();
  if (sinks.empty() || dynamic_cast<spdlog::sinks::systemd_sink_mt*>(sinks.front().get()) == nullptr) {
    return log.info("{}", message);
  }
  sd_journal_send("MESSAGE=%s", for_log(message).c_str(), "PRIORITY=%i", LOG_INFO, "SYSLOG_IDENTIFIER=%s",
                  log.name().c_str(), "DESKREADY_JOB=%s", line.job.c_str(), "DESKREADY_WEIGHT=%s",
                  line.weight.c_str(), "DESKREADY_VERDICT=%s", line.verdict.c_str(), "DESKREADY_REPORT=%s",
                  line.report.c_str(), nullptr);
}

}  // namespace deskready
