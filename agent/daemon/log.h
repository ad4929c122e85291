// The daemon's log.
#pragma once

#include <spdlog/logger.h>

#include <memory>
#include <string>

namespace deskready {

/// To the system's log when that is where stderr leads and `foreground` is false; else plain lines on stderr.
/// Thread-safe.
std::shared_ptr<spdlog::logger> make_log(bool foreground);

/// A check that has ended. Where the system's log has fields it carries DESKREADY_JOB, DESKREADY_WEIGHT,
/// DESKREADY_VERDICT and DESKREADY_REPORT, so that one can pick by them.
struct CheckLine {
  std::string job, weight, verdict, report;
};
void log_check(spdlog::logger& log, const CheckLine& line);

}  // namespace deskready
