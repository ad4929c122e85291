#include "agent/daemon/teller.h"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <nlohmann/json.hpp>

#include "agent/daemon/child_process.h"
#include "config/base/json/json_read.h"
#include "reports/words/service/daemon_words.h"

namespace deskready {
namespace {

using nlohmann::json;

}  // namespace

json notice_of(const JobStanding& job) {
  return {{"schema", "deskready.notice/1"},
          {"job", job.name()},
          {"verdict", job.verdict},
          {"before", job.alarm.told_before().empty() ? json() : json(job.alarm.told_before())},
          {"since", job.since},
          {"title", notice_title("en", job.verdict, job.name())},
          {"text", notice_text("en", job.verdict, job.reason("en"), job.step("en"))},
          {"report", job.last_report.empty() ? json() : json(job.last_report)}};
}

void Teller::start(std::string what, std::vector<std::string> command_line, const std::string& input,
                   std::vector<std::string>& troubles) {
  auto child = start_child_with(command_line, input);
  if (!child) {
    troubles.push_back(child.error());
  } else {
    running_.push_back({std::move(what), std::move(*child), std::chrono::steady_clock::now() + longest_});
    await_deadline();
  }
}

/// All have the same time, so they come up in the order of their starts.
void Teller::await_deadline() {
  const auto oldest =
      std::find_if(running_.begin(), running_.end(), [](const Running& one) { return !one.stopped; });
  if (oldest == running_.end()) {
    deadline_.cancel();
    return;
  }
  deadline_.expires_at(oldest->until);
  deadline_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    for (Running& one : running_) {
      if (one.stopped || one.until > std::chrono::steady_clock::now()) continue;
      one.stopped = true;
      one.child.send(SIGKILL);
    }
    await_deadline();
  });
}

std::vector<std::string> Teller::tell(const JobStanding& job, const NotifySettings& settings) {
  std::vector<std::string> troubles;
  const std::string input = json_text(notice_of(job)) + "\n";
  if (settings.desktop)
    start("the desktop notification", {program_.string(), "tell", "--desktop"}, input, troubles);
  if (!settings.exec.empty()) start(settings.exec.front(), settings.exec, input, troubles);
  if (!settings.webhook.empty()) {
    // Mostly a secret, and arguments stand in the list of processes for everybody.
    start("the webhook", {program_.string(), "tell", "--webhook"}, settings.webhook + "\n" + input, troubles);
  }
  return troubles;
}

std::vector<std::string> Teller::look_at_children() {
  std::vector<std::string> troubles;
  std::erase_if(running_, [&](Running& one) {
    const auto end = one.child.ended();
    if (!end) return false;
    if (one.stopped) {
      troubles.push_back(
          fmt::format("{} did not end within {} s and was stopped; what it was to tell may not have arrived",
                      one.what, std::chrono::duration<double>(longest_).count()));
    } else if (end->signalled || end->code != 0) {
      troubles.push_back(
          fmt::format("{} failed: {} {}", one.what, end->signalled ? "signal" : "code", end->code));
    }
    return true;
  });
  await_deadline();
  return troubles;
}

}  // namespace deskready
