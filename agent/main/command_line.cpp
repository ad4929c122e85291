#include "agent/main/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "agent/cli/check/check.h"
#include "agent/cli/check/recheck.h"
#include "agent/cli/check/self_test.h"
#include "agent/cli/facts/assess.h"
#include "agent/cli/facts/audio.h"
#include "agent/cli/facts/facts.h"
#include "agent/cli/help.h"
#include "agent/cli/options.h"
#include "agent/cli/output.h"
#include "agent/cli/past/forget_everything.h"
#include "agent/cli/past/history.h"
#include "agent/cli/past/report.h"
#include "agent/cli/service/daemon_commands.h"
#include "agent/cli/service/gate.h"
#include "agent/cli/service/tell.h"
#include "agent/cli/service/wait_ready.h"
#include "agent/cli/spec/spec_commands.h"
#include "agent/cli/trust/challenge.h"
#include "agent/cli/trust/key.h"
#include "agent/cli/trust/reports.h"
#include "agent/cli/trust/verify.h"
#include "agent/terminal/talk.h"
#include "agent/terminal/terminal.h"
#include "agent/terminal/wrap.h"
#include "config/base/outward/outward.h"
#include "config/base/text.h"
#include "probes/audio/program/worker.h"
#include "reports/words/refusals/choice_words.h"

namespace deskready {
namespace {

/// The process that owns the sound system; hidden from the help.
void add_audio_worker(CLI::App& app, int& code) {
  const auto request = std::make_shared<std::string>();
  CLI::App* worker = app.add_subcommand("audio-worker")->group("");
  worker->add_option("REQUEST", *request)->required();
  worker->callback([request, &code] { code = audio::run_sound_worker(*request); });
}

/// "help" and "help check" as "--help" and "check --help", as people try them.
std::vector<std::string> words_of(int argc, char** argv) {
  std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
  if (words.empty() || words.front() != "help") return words;
  // "help help" asks for the same page.
  while (!words.empty() && words.front() == "help") words.erase(words.begin());
  words.emplace_back("--help");
  return words;
}

/// Those that the help of `app` shows.
std::vector<std::string_view> shown_commands(const CLI::App& app) {
  std::vector<std::string_view> names;
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; }))
    if (!sub->get_group().empty()) names.push_back(sub->get_name());
  return names;
}

/// The first word that should be a command and is none, with what may have been meant; empty where all are.
std::string unknown_command(const CLI::App& app, const std::vector<std::string>& words) {
  const CLI::App* at = &app;
  std::string before = app.get_name();
  for (const std::string& word : words) {
    const std::vector<std::string_view> names = shown_commands(*at);
    // What follows may be a file or an option's value.
    if (word.starts_with('-') || names.empty() ||
        !at->get_options([](const CLI::Option* option) { return option->get_positional(); }).empty())
      return {};
    const auto known = at->get_subcommands([&](const CLI::App* sub) { return sub->get_name() == word; });
    if (known.empty()) {
      return fmt::format("{} has no command \"{}\"; {}", before, for_terminal(word),
                         instead_of("en", word, names));
    }
    at = known.front();
    before += " " + word;
  }
  return {};
}

}  // namespace

int run_command_line(int argc, char** argv) {
  int code = exit_unable;
  CLI::App app("Tells whether this workstation is ready for call-centre work from home.", "deskready");
  app.formatter(help_formatter());
  app.set_version_flag("--version", DESKREADY_VERSION);
  app.require_subcommand(0, 1);
  app.footer(
      "Examples:\n  deskready        asks whom the check is for, and leads through it\n"
      "  deskready check --spec voice-baseline\n"
      "  deskready help check\n\n"
      "Exit codes: 0 ready, 1 ready with warnings, 2 not ready, 3 incomplete or unable to run.");
  for (const auto add :
       {add_check, add_recheck, add_facts, add_assess, add_spec, add_reports, add_verify, add_challenge,
        add_key, add_audio, add_report, add_history, add_forget_everything, add_daemon_commands,
        add_wait_ready, add_gate, add_self_test, add_tell, add_audio_worker})
    add(app, code);
  std::vector<std::string> words = words_of(argc, argv);
  if (const std::string unknown = unknown_command(app, words); !unknown.empty()) {
    talk(in_lines(unknown));
    return exit_unable;
  }
  std::reverse(words.begin(), words.end());  // as CLI11 takes them
  try {
    app.parse(words);
  } catch (const CLI::ParseError& error) {
    std::ostringstream out, err;
    const int parsed = app.exit(error, out, err);
    if (!out.str().empty()) deliver({}, out.str());
    talk(is_terminal(Standard::error) && !err.str().empty() ? in_lines(trimmed(err.str())) : err.str());
    return parsed == 0 ? 0 : exit_unable;
  }
  if (!app.get_subcommands().empty()) return code;
  if (!somebody_there()) {
    talk(app.help());
    return exit_unable;
  }
  CheckOptions options;
  options.guided = options.welcome = true;
  return check_command(options);
}

}  // namespace deskready
