#include "agent/daemon/metrics.h"

#include <fmt/format.h>

#include <array>

namespace deskready {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    if (c == '\\' || c == '"') out += '\\';
    out += c;
  }
  return out;
}

double seconds(WallTime time) {
  return std::chrono::duration<double>(time.time_since_epoch()).count();
}

void family(std::string& text, std::string_view name, std::string_view help) {
  text += fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n", name, help);
}

void jobs(std::string& text, const DaemonMemory& memory) {
  constexpr std::array verdicts = {"ready", "ready_with_warnings", "incomplete", "not_ready"};
  family(text, "deskready_verdict", "1 for the verdict of the job's last check, 0 for the others.");
  for (const JobStanding& job : memory.jobs) {
    for (const char* verdict : verdicts) {
      text += fmt::format("deskready_verdict{{job=\"{}\",verdict=\"{}\"}} {}\n", escaped(job.job), verdict,
                          job.verdict == verdict ? 1 : 0);
    }
  }
  const auto time_of = [&](std::string_view name, std::string_view help, std::string JobStanding::*when) {
    family(text, name, help);
    for (const JobStanding& job : memory.jobs) {
      const auto time = parse_time(job.*when);
      if (time) text += fmt::format("{}{{job=\"{}\"}} {:.0f}\n", name, escaped(job.job), seconds(*time));
    }
  };
  time_of("deskready_verdict_since_seconds",
          "When the first of the latest checks with this verdict ended, since 1970.", &JobStanding::since);
  time_of("deskready_last_check_seconds", "When the job's last check ended, since 1970.",
          &JobStanding::last_finished);
}

}  // namespace

std::string metrics_text(const DaemonState& state) {
  std::string text;
  family(text, "deskready_build_info", "The version in a label.");
  text += fmt::format("deskready_build_info{{version=\"{}\"}} 1\n", DESKREADY_VERSION);
  jobs(text, state.memory);
  const auto one = [&](std::string_view name, std::string_view help, double value) {
    family(text, name, help);
    text += fmt::format("{} {}\n", name, value);
  };
  one("deskready_checking", "1 while a check runs.", state.checking ? 1 : 0);
  one("deskready_paused", "1 while checks are paused.", state.paused() ? 1 : 0);
  one("deskready_calls_visible", "1 when a live call can be noticed, 0 without a sound server.",
      state.sees_calls ? 1 : 0);
  family(text, "deskready_held", "1 while the heavy parts of a check wait, with the cause.");
  if (state.hold) text += fmt::format("deskready_held{{cause=\"{}\"}} 1\n", cause_of(state.hold->reason));
  if (state.next) {
    family(text, "deskready_next_check_seconds", "When the next check is planned, since 1970.");
    text += fmt::format("deskready_next_check_seconds {:.0f}\n", seconds(*state.next));
  }
  family(text, "deskready_data_used_bytes", "What the daemon's own checks have used of the line.");
  text += fmt::format("deskready_data_used_bytes{{period=\"day\"}} {}\n", state.used.day_bytes);
  text += fmt::format("deskready_data_used_bytes{{period=\"month\"}} {}\n", state.used.month_bytes);
  return text + "# EOF\n";
}

}  // namespace deskready
