#include "agent/daemon/log.h"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <array>
#include <cstdio>

#include "agent/machine/clean_log.h"
#include "agent/machine/journal.h"
#include "config/base/outward/outward.h"

namespace deskready {

std::shared_ptr<spdlog::logger> make_log(bool foreground) {
  constexpr auto name = "deskreadyd";
  if (!foreground && is_journal(stderr)) return service_logger(name);
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
  const bool plain =
      sinks.empty() || dynamic_cast<spdlog::sinks::stderr_sink_mt*>(sinks.front().get()) != nullptr;
  if (plain || !is_journal(stderr)) return log.info("{}", message);
  const std::array<JournalField, 5> fields = {{{"SYSLOG_IDENTIFIER", log.name()},
                                               {"DESKREADY_JOB", line.job},
                                               {"DESKREADY_WEIGHT", line.weight},
                                               {"DESKREADY_VERDICT", line.verdict},
                                               {"DESKREADY_REPORT", line.report}}};
  write_journal(for_log(message), fields);
}

}  // namespace deskready
