#include "agent/cli/service/gate.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "agent/cli/commands.h"
#include "agent/cli/open_history.h"
#include "agent/cli/options.h"
#include "agent/cli/output.h"
#include "agent/cli/service/control_client.h"
#include "agent/cli/service/desktop_notice.h"
#include "agent/cli/service/told_standing.h"
#include "agent/daemon/readiness/readiness.h"
#include "agent/terminal/conversation.h"
#include "agent/terminal/talk.h"
#include "agent/terminal/terminal.h"
#include "agent/terminal/wrap.h"
#include "config/base/process.h"
#include "reports/history/history.h"
#include "reports/words/service/daemon_words.h"

namespace deskready {
namespace {

/// Where nobody can tell, one job that is not known, with the reason.
ToldReadiness asked_readiness(const std::string& spec) {
  const auto answer = ask_daemon("GET", "/status");
  const auto told = answer ? told_readiness(answer->body, spec) : tl::unexpected(answer.error());
  if (told) return *told;
  return {{{spec, std::string(not_known), fmt::format("Not known: {}.", told.error()), told.error(), {}}}};
}

std::string line_of(const ToldJob& job) {
  return job.name.empty() ? job.words : fmt::format("{}: {}", job.name, job.words);
}

std::string program_of(const std::vector<std::string>& command) {
  return std::filesystem::path(command.front()).filename().string();
}

/// What the history is to keep of a start that the person wants though not all is ready.
std::vector<StartedAnyway> anyway(const ToldReadiness& told, const std::string& program) {
  std::vector<StartedAnyway> started;
  for (const ToldJob& job : told.jobs) {
    if (job.verdict == "ready" || job.verdict == "ready_with_warnings") continue;
    started.push_back({SystemClock().now(), job.name, job.verdict, program});
  }
  return started;
}

bool is_wanted_anyway(const ToldReadiness& told, const std::string& program) {
  for (const ToldJob& job : told.jobs) talk(in_lines(line_of(job)));
  TerminalConversation person(true, {});
  if (person.is_sure(fmt::format("Start {} anyway? Your history keeps that.", program))) return true;
  complain(fmt::format("{} was not started, as you chose", program));
  return false;
}

/// Goes on as the command, with `kept` in the history; no history that is in the way of it keeps anybody from
/// work. Returns only where that fails, as shells do.
int become_kept(const std::vector<std::string>& command, const std::vector<StartedAnyway>& kept) {
  constexpr int not_found = 127, not_started = 126;
  if (!kept.empty()) {
    auto history = open_history();
    if (history)
      if (const auto saved = history->save_started(kept); !saved) complain(saved.error());
  }
  const int error = become_command(command);
  complain(fmt::format("{} cannot be started: {}", command.front(), std::strerror(error)));
  if (!kept.empty()) {
    auto history = open_history();
    if (history)
      if (const auto taken = history->take_back_started(kept); !taken) complain(taken.error());
  }
  return error == ENOENT ? not_found : not_started;
}

/// For whoever clicked on an icon and sees nothing happen.
void tell_desktop(const ToldReadiness& told, const std::string& program) {
  const ToldJob& worst = told.worst();
  const std::string name = worst.name.empty() ? "work" : worst.name;
  const std::string text = fmt::format(
      "{} {} was not started. `deskready gate` in a terminal lets you start it anyway.",
      worst.verdict == not_known ? worst.words : notice_text("en", worst.verdict, worst.reason, worst.fix),
      program);
  const std::string why = show_on_desktop(headline("en", worst.verdict, name), text, true);
  if (!why.empty()) complain(why);
}

}  // namespace

int gate_command(const std::string& spec, const std::vector<std::string>& command) {
  const std::string program = program_of(command);
  const ToldReadiness told = asked_readiness(spec);
  std::vector<StartedAnyway> kept;
  if (!told.ready()) {
    if (somebody_there()) {
      if (!is_wanted_anyway(told, program)) return told.code();
      kept = anyway(told, program);
    } else {
      for (const ToldJob& job : told.jobs) complain(line_of(job));
      complain(fmt::format("{} was not started", program));
      tell_desktop(told, program);
      return told.code();
    }
  }
  if (told.code() == 1 && is_terminal(Standard::error))
    for (const ToldJob& job : told.jobs) talk(in_lines(line_of(job)));
  return become_kept(command, kept);
}

void add_gate(CLI::App& app, int& code) {
  struct Words {
    std::string spec, program;
  };
  const auto words = std::make_shared<Words>();
  CLI::App* gate = add_command(app, "gate", "Start a program only when this computer is ready, or you say so",
                               "deskready gate --for acme-voice -- softphone --minimized");
  gate->add_option("--for", words->spec, "Only the jobs with this spec must be ready; all by itself");
  gate->add_option("COMMAND", words->program, "The program and its arguments, behind --")->required();
  // The program's own words, as they are: CLI11 would take one in brackets for a list.
  gate->allow_extras();
  gate->callback([words, gate, &code] {
    std::vector<std::string> command = gate->remaining();
    if (!command.empty() && command.front() != "--") {
      complain("write -- before the program: deskready gate -- softphone --minimized");
      code = exit_unable;
      return;
    }
    if (command.empty()) command.emplace_back();
    command.front() = words->program;
    code = gate_command(words->spec, command);
  });
}

}  // namespace deskready
