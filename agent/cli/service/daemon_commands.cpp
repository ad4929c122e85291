#include "agent/cli/service/daemon_commands.h"

#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <memory>

#include "agent/check/interrupts.h"
#include "agent/cli/commands.h"
#include "agent/cli/output.h"
#include "agent/cli/service/control_client.h"
#include "agent/cli/service/pause_end.h"
#include "agent/cli/service/told_standing.h"
#include "agent/terminal/conversation.h"
#include "agent/terminal/terminal.h"
#include "agent/terminal/wrap.h"
#include "config/base/json/json_read.h"
#include "config/base/outward/outward.h"
#include "config/base/pause.h"
#include "config/base/text.h"
#include "config/units/quantity.h"
#include "reports/assess/outcome.h"
#include "reports/words/service/daemon_words.h"

namespace deskready {
namespace {

using nlohmann::json;

constexpr int unable = 3;

std::string what_it_does(const json& status) {
  const std::string state = text_of(status, "state");
  if (state == "checking") {
    const auto progress = status.find("progress");
    const std::string doing =
        progress != status.end() && progress->is_object() ? text_of(*progress, "doing") : "";
    return doing.empty() ? "A check is running now." : fmt::format("A check is running now: {}.", doing);
  }
  if (state == "paused") {
    const std::string until = text_of(status, "paused_until");
    if (until.empty() || until == "resume") return "Checks are paused; `deskready resume` goes on.";
    return fmt::format("Checks are paused until {}; `deskready resume` goes on earlier.",
                       local_time_of(until));
  }
  const std::string next = text_of(status, "next_run");
  return next.empty() ? "No check is planned." : fmt::format("The next check is {}.", local_time_of(next));
}

/// Since when and why the heavy parts wait; empty when they do not.
std::string what_waits(const json& status) {
  const auto held = status.find("held");
  if (held == status.end() || !held->is_object()) return {};
  return fmt::format("The full check waits since {}: {}.", local_time_of(text_of(*held, "since")),
                     text_of(*held, "reason"));
}

std::string what_it_used(const json& status) {
  const auto used = status.find("used");
  if (used == status.end() || !used->is_object()) return {};
  const auto bytes = [&](const char* name) { return format_bytes(number_of(*used, name).value_or(0)); };
  return fmt::format("It has used {} of {} of data today, {} of {} this month.", bytes("day_bytes"),
                     bytes("day_limit_bytes"), bytes("month_bytes"), bytes("month_limit_bytes"));
}

/// The service's answer, or nothing after telling the person why there is none.
std::optional<json> asked(std::string_view method, std::string_view target, const json& body = {}) {
  const auto answer = ask_daemon(method, target, body.is_null() ? std::string() : json_text(body));
  if (!answer) {
    complain(answer.error());
    return std::nullopt;
  }
  if (answer->status >= 400) {
    complain(text_of(answer->body, "error"));
    return std::nullopt;
  }
  return answer->body;
}

}  // namespace

int status_command(bool as_json) {
  const auto status = asked("GET", "/status");
  if (!status) return unable;
  if (as_json) {
    deliver({}, json_text(*status, 2) + "\n");
    return 0;
  }
  for (const json& job : status->value("jobs", json::array()))
    say("{}: {}", text_of(job, "name"), standing_words(job));
  say("{}", what_it_does(*status));
  for (const std::string& line : {what_waits(*status), text_of(*status, "trouble"),
                                  text_of(*status, "history"), what_it_used(*status)}) {
    if (!line.empty()) say("{}", line);
  }
  if (!status->value("sees_calls", true)) say("Calls cannot be noticed: no sound server answers.");
  return 0;
}

int next_command() {
  const auto answer = asked("GET", "/next");
  if (!answer) return unable;
  const json runs = answer->value("runs", json::array());
  if (runs.empty()) say("No check is planned.");
  for (const json& run : runs) {
    say("{}  {:<5}  {}", local_time_of(text_of(run, "at")), text_of(run, "weight"), text_of(run, "name"));
  }
  return 0;
}

/// Until nothing runs and nothing is about to; the exit code of what was found, 3 after a complaint.
int await_checks() {
  constexpr auto between = std::chrono::milliseconds(500);
  const Interrupts interrupts;
  TerminalConversation person(false, {});
  while (!interrupts.token().stop_requested()) {
    const auto status = asked("GET", "/status");
    if (!status) return unable;
    if (text_of(*status, "state") != "checking") {
      person.clear();
      for (const json& job : status->value("jobs", json::array()))
        say("{}: {}", text_of(job, "name"), standing_words(job));
      if (const std::string trouble = text_of(*status, "trouble"); !trouble.empty()) say("{}", trouble);
      const auto verdict = verdict_from(text_of(*status, "verdict"));
      return verdict ? exit_code(*verdict) : unable;
    }
    if (const json doing = status->value("progress", json()); doing.is_object())
      person.progress(text_of(doing, "doing"));
    pause(interrupts.token(), between);
  }
  complain("the check goes on in the background; `deskready status` tells when it has ended");
  return unable;
}

int trigger_command(bool light, bool wait) {
  const auto answer = asked("POST", "/trigger", {{"weight", light ? "light" : "full"}});
  if (!answer) return unable;
  const bool already = answer->value("already", false);
  say("{}{}", already ? "A check was running already." : "A check has begun.",
      wait ? ""
           : " `deskready status` tells when it has ended, and `deskready trigger --wait` waits for it.");
  if (const std::string waits = what_waits(*answer); !waits.empty()) say("{} So it is a light one.", waits);
  return wait ? await_checks() : 0;
}

int pause_command(const std::string& length) {
  const auto body = asked_pause(length, SystemClock().now(), local_zone_or_last());
  if (!body) {
    complain(body.error());
    return unable;
  }
  const auto answer = asked("POST", "/pause", *body);
  if (!answer) return unable;
  const std::string until = text_of(*answer, "paused_until");
  if (until == "resume") {
    say("Paused: no check runs until `deskready resume`.");
  } else {
    say("Paused: no check runs until {}.", local_time_of(until));
  }
  return 0;
}

int resume_command() {
  if (!asked("POST", "/resume")) return unable;
  say("Checks go on.");
  return 0;
}

int reload_command() {
  if (!asked("POST", "/reload")) return unable;
  say("The settings are read anew.");
  return 0;
}

void add_daemon_commands(CLI::App& app, int& code) {
  struct Words {
    std::string pause_length;
    std::vector<std::string> pause_words;
    bool light = false;
    bool wait = false;
    bool as_json = false;
  };
  const auto words = std::make_shared<Words>();
  CLI::App* status = add_command(app, "status", "What the background service is doing", "deskready status");
  status->add_flag("--json", words->as_json, "As the service tells it");
  status->callback([words, &code] { code = status_command(words->as_json); });
  CLI::App* trigger =
      add_command(app, "trigger", "Have the background service check now", "deskready trigger");
  trigger->add_flag("--light", words->light, "Without loading the line");
  trigger->add_flag("--wait", words->wait, "Wait until it has ended, and say what it found");
  trigger->callback([words, &code] { code = trigger_command(words->light, words->wait); });
  CLI::App* pause = add_command(app, "pause", "Stop scheduled checks for a while",
                                "deskready pause 2h\n  deskready pause until 14:00");
  pause->add_option("LENGTH", words->pause_words,
                    "How long, like 1 hour 30 min, or until when; until resume when it is not given");
  pause->add_option("--for", words->pause_length, "The same");
  pause->callback([words, &code] {
    const std::string typed = fmt::format("{}", fmt::join(words->pause_words, " "));
    code = pause_command(typed.empty() ? words->pause_length : typed);
  });
  add_command(app, "next", "The checks that are planned", "deskready next")->callback([&code] {
    code = next_command();
  });
  add_command(app, "reload", "Have the background service read its settings anew", "deskready reload")
      ->callback([&code] { code = reload_command(); });
  add_command(app, "resume", "Go on with scheduled checks", "deskready resume")->callback([&code] {
    code = resume_command();
  });
}

}  // namespace deskready
