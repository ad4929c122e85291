#include "agent/log.h"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/sinks/systemd_sink.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace deskready {

bool is_journal(const char* journal_stream, int file) {
  struct stat about {};
  if (journal_stream == nullptr || fstat(file, &about) != 0) return false;
  return fmt::format("{}:{}", about.st_dev, about.st_ino) == std::string_view(journal_stream);
}

std::shared_ptr<spdlog::logger> make_log(bool foreground) {
  constexpr auto name = "deskreadyd";
  if (!foreground && is_journal(std::getenv("JOURNAL_STREAM"), STDERR_FILENO)) {
    return std::make_shared<spdlog::logger>(name, std::make_shared<spdlog::sinks::systemd_sink_mt>(name));
  }
  auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  sink->set_pattern("%Y-%m-%d %H:%M:%S %l: %v");
  auto log = std::make_shared<spdlog::logger>(name, std::move(sink));
  log->flush_on(spdlog::level::trace);
  return log;
}

}  // namespace deskready
