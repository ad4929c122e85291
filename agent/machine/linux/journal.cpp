#include "agent/machine/journal.h"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/sinks/systemd_sink.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <sys/uio.h>

#include <cstdlib>
#include <vector>

#include "agent/machine/clean_log.h"

namespace deskready {

// systemd.exec(5), "$JOURNAL_STREAM": device and inode of the stream that the manager connected. Another, as
// after a redirection, is none.
bool is_journal(std::FILE* stream) {
  const char* told = std::getenv("JOURNAL_STREAM");
  struct stat about {};
  if (told == nullptr || fstat(fileno(stream), &about) != 0) return false;
  return fmt::format("{}:{}", about.st_dev, about.st_ino) == told;
}

void write_journal(const std::string& message, std::span<const JournalField> fields) {
  std::vector<std::string> texts = {"MESSAGE=" + message, fmt::format("PRIORITY={}", LOG_INFO)};
  for (const JournalField& field : fields) texts.push_back(fmt::format("{}={}", field.name, field.value));
  std::vector<iovec> parts;
  for (std::string& text : texts) parts.push_back({text.data(), text.size()});
  sd_journal_sendv(parts.data(), static_cast<int>(parts.size()));
}

std::shared_ptr<spdlog::logger> service_logger(const std::string& name) {
  if (is_journal(stderr))
    return std::make_shared<CleanLog>(name, std::make_shared<spdlog::sinks::systemd_sink_mt>(name));
  return std::make_shared<CleanLog>(name, std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
}

}  // namespace deskready
