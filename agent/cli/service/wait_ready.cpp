#include "agent/cli/service/wait_ready.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>
#include <utility>

#include "agent/cli/commands.h"
#include "agent/cli/options.h"
#include "agent/cli/output.h"
#include "agent/cli/service/control_client.h"
#include "agent/cli/service/told_standing.h"
#include "agent/terminal/talk.h"
#include "agent/terminal/terminal.h"
#include "agent/terminal/wrap.h"
#include "config/units/length.h"

namespace deskready {
namespace {

using nlohmann::json;
using Moment = std::chrono::steady_clock::time_point;

/// A service that begins with the session, or goes on as a newer version, is there by then.
constexpr auto longest_absence = std::chrono::minutes(1);
constexpr auto between_looks = std::chrono::milliseconds(500);

Moment now() {
  return std::chrono::steady_clock::now();
}

/// One wait. What it learns comes from the service's own word, at each change.
class Wait {
 public:
  Wait(std::string spec, std::optional<Moment> until) : spec_(std::move(spec)), until_(until) {}

  int run() {
    // Asked once, so that there is an answer however short the time is.
    const auto first = ask_daemon("GET", "/status");
    if (first)
      hear(first->body);
    else
      trouble_ = first.error();
    while (!over()) {
      const auto listened = follow_daemon(until_, [this](const json& status) { return hear(status); });
      trouble_ = listened ? "" : listened.error();
      if (!over()) await_service();
    }
    return tell();
  }

 private:
  /// Whether there is more to hear.
  bool hear(const json& status) {
    auto told = told_readiness(status, spec_);
    there_ = now();
    if (!told) {
      refusal_ = told.error();
      return false;
    }
    last_ = std::move(*told);
    if (over()) return false;
    say_what_for(fmt::format("Waiting. {}: {}", last_->worst().name, last_->worst().words));
    return true;
  }
  bool over() const {
    return !refusal_.empty() || (last_ && last_->ready()) || (until_ && now() >= *until_) ||
           (!trouble_.empty() && now() >= there_ + longest_absence);
  }
  void await_service() {
    say_what_for("Waiting for the background service.");
    const Moment next = now() + between_looks;
    std::this_thread::sleep_until(until_ ? std::min(next, *until_) : next);
  }
  void say_what_for(const std::string& what) {
    if (std::exchange(said_, what) != what && is_terminal(Standard::error)) talk(in_lines(what));
  }
  int tell() const {
    // What it said before it went is no news any more.
    const bool gone = !trouble_.empty() && !(last_ && last_->ready());
    if (!refusal_.empty() || gone || !last_) {
      complain(!refusal_.empty() ? refusal_ : trouble_);
      return exit_unable;
    }
    for (const ToldJob& job : last_->jobs) say("{}: {}", job.name, job.words);
    return last_->code();
  }

  const std::string spec_;
  const std::optional<Moment> until_;
  std::string said_;  ///< to whoever watches
  std::optional<ToldReadiness> last_;
  std::string refusal_, trouble_;
  Moment there_ = now();  ///< when the service was last heard of
};

}  // namespace

int wait_ready_command(const std::string& spec, const std::string& timeout) {
  std::optional<Moment> until;
  if (!timeout.empty()) {
    constexpr double longest = 366 * 86400.0;
    const auto seconds = parse_length(timeout);
    if (!seconds || *seconds < 0 || *seconds > longest) {
      complain("--timeout: " +
               (seconds ? fmt::format("\"{}\" is no length of time to wait", timeout) : seconds.error()));
      return exit_unable;
    }
    until = now() + std::chrono::duration_cast<Moment::duration>(std::chrono::duration<double>(*seconds));
  }
  return Wait(spec, until).run();
}

void add_wait_ready(CLI::App& app, int& code) {
  struct Words {
    std::string spec, timeout;
  };
  const auto words = std::make_shared<Words>();
  CLI::App* wait =
      add_command(app, "wait-ready", "Wait until the background service finds this computer ready",
                  "deskready wait-ready --for acme-voice --timeout \"10 min\"");
  wait->add_option("--for", words->spec, "Only the jobs with this spec; all by itself");
  wait->add_option("--timeout", words->timeout,
                   "How long at most, like \"10 min\"; as long as it takes by itself");
  wait->callback([words, &code] { code = wait_ready_command(words->spec, words->timeout); });
}

}  // namespace deskready
