// The daemon's log.
#pragma once

#include <spdlog/logger.h>

#include <memory>
#include <string>

namespace deskready {

/// To the journal when stderr is connected to it ($JOURNAL_STREAM, systemd.exec(5)) and `foreground` is
/// false; else plain lines on stderr. journald's sink loses messages in silence where there is no journal,
/// hence the check. Thread-safe.
std::shared_ptr<spdlog::logger> make_log(bool foreground);

/// A check that has ended. In the journal it carries the fields DESKREADY_JOB, DESKREADY_WEIGHT,
/// DESKREADY_VERDICT and DESKREADY_REPORT, so that journalctl can pick by them.
struct CheckLine {
  std::string job, weight, verdict, report;
};
void log_check(spdlog::logger& log, const CheckLine& line);

/// Whether `journal_stream`, "DEVICE:INODE", names the file that `file` is open on. Null means no.
bool is_journal(const char* journal_stream, int file);

}  // namespace deskready
