#include "agent/main/command_line.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <sstream>

#include "agent/cli/assess.h"
#include "agent/cli/audio.h"
#include "agent/cli/check.h"
#include "agent/cli/facts.h"
#include "agent/cli/options.h"
#include "agent/cli/output.h"
#include "agent/cli/past/history.h"
#include "agent/cli/past/report.h"
#include "agent/cli/self_test.h"
#include "agent/cli/service/daemon_commands.h"
#include "agent/cli/service/tell.h"
#include "agent/cli/spec/spec_commands.h"
#include "agent/cli/trust/challenge.h"
#include "agent/cli/trust/key.h"
#include "agent/cli/trust/reports.h"
#include "agent/cli/trust/verify.h"
#include "agent/terminal/talk.h"
#include "agent/terminal/terminal.h"
#include "probes/audio/program/worker.h"

namespace deskready {
namespace {

/// The process that owns the sound system; hidden from the help.
void add_audio_worker(CLI::App& app, int& code) {
  const auto request = std::make_shared<std::string>();
  CLI::App* worker = app.add_subcommand("audio-worker")->group("");
  worker->add_option("REQUEST", *request)->required();
  worker->callback([request, &code] { code = audio::run_sound_worker(*request); });
}

}  // namespace

int run_command_line(int argc, char** argv) {
  int code = exit_unable;
  CLI::App app("Tells whether this workstation is ready for call-centre work from home.", "deskready");
  app.set_version_flag("--version", DESKREADY_VERSION);
  app.require_subcommand(0, 1);
  app.footer(
      "Examples:\n  deskready        asks whom the check is for, and leads through it\n"
      "  deskready check --spec voice-baseline\n\n"
      "Exit codes: 0 ready, 1 ready with warnings, 2 not ready, 3 incomplete or unable to run.");
  for (const auto add :
       {add_check, add_facts, add_assess, add_spec, add_reports, add_verify, add_challenge, add_key,
        add_audio, add_report, add_history, add_daemon_commands, add_self_test, add_tell, add_audio_worker})
    add(app, code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::ostringstream out, err;
    const int parsed = app.exit(error, out, err);
    if (!out.str().empty()) deliver({}, out.str());
    talk(err.str());
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
