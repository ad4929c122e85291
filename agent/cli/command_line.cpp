#include "agent/cli/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>

#include "agent/cli/assess.h"
#include "agent/cli/audio.h"
#include "agent/cli/check.h"
#include "agent/cli/facts.h"
#include "agent/cli/past/history_commands.h"
#include "agent/cli/output.h"
#include "agent/cli/reports.h"
#include "agent/cli/service/daemon_commands.h"
#include "agent/cli/service/tell.h"
#include "agent/cli/spec/spec_commands.h"
#include "agent/cli/spec/spec_init.h"
#include "agent/terminal/talk.h"
#include "agent/terminal/terminal.h"
#include "config/spec/language/draft.h"
#include "probes/audio/worker/worker.h"
#include "probes/network/far_end/far_end.h"

namespace deskready {
namespace {

struct Words {
  CheckOptions check;
  AssessOptions assess;
  ReportsOptions reports;
  SpecInitOptions init;
  std::vector<std::string> only;
  std::string depth = "quick";
  std::string sound = "loop";
  std::string held;
  std::string name;
  std::string format;
  std::string worker_request;
  HistoryOptions history;
  std::string pause_length;
  bool light_trigger = false;
  bool as_json = false;
  std::string webhook;
  bool desktop = false;
  bool yes = false;
};

CLI::App* command(CLI::App& app, const char* name, const char* what, const char* example) {
  CLI::App* sub = app.add_subcommand(name, what);
  sub->footer(fmt::format("Example:\n  {}", example));
  return sub;
}

/// Empty for the top of a computer's tree, else what is wrong: a folder that is not there has no facts, and
/// must not look like a computer that tells none.
std::string root_fault(const std::string& root) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  if (!fs::is_directory(root, ignored))
    return fmt::format("there is no folder {}; name the folder of a recorded machine", root);
  if (!fs::is_directory(fs::path(root) / "proc", ignored) &&
      !fs::is_directory(fs::path(root) / "sys", ignored))
    return fmt::format(
        "{} holds no recorded machine: neither proc nor sys is in it; name the folder above them", root);
  return {};
}

void root_option(CLI::App* sub, Words& words, const char* what) {
  sub->add_option("--root", words.check.root, what)->check(root_fault)->type_name("FOLDER");
}

void measuring_options(CLI::App* sub, Words& words) {
  sub->add_option("--far-end", words.check.far_end,
                  "Measure the line to this responder (http:// or https:// address)");
  sub->add_option("--only", words.only, "Only these parts, separated by commas: network, audio, system")
      ->delimiter(',');
  sub->add_option("--depth", words.depth,
                  "quick stops when the questions are answered; full characterises the line")
      ->check(CLI::IsMember({"quick", "full"}));
  sub->add_option("--format", words.check.format, "text, json or html");
  sub->add_option("--output", words.check.output, "Write to this file instead of the screen");
  sub->add_option("--sound", words.sound, "The most that may be done with sound: devices, listen or loop")
      ->check(CLI::IsMember({"devices", "listen", "loop"}));
  sub->add_flag("--yes", words.check.yes, "Accept the data cost without being asked");
}

int finish_measuring(Words& words, int (*run)(const CheckOptions&)) {
  if (!words.only.empty()) {
    const std::set<std::string, std::less<>> known = {"network", "audio", "system"};
    for (const std::string& part : words.only) {
      if (!known.contains(part)) {
        complain(fmt::format("--only knows network, audio and system, not \"{}\"", part));
        return exit_unable;
      }
    }
    words.check.parts = {words.only.begin(), words.only.end()};
  }
  const std::string fault = network::url_fault(words.check.far_end);
  // The service measures what it can, and its report says what it could not.
  if (!words.check.far_end.empty() && !fault.empty() && !words.check.unattended) {
    complain(fmt::format("--far-end {}: {}; write it like https://edge.example", words.check.far_end, fault));
    return exit_unable;
  }
  if (!words.held.empty()) words.check.held = cause_from(words.held);
  words.check.depth = words.depth == "full" ? Depth::full : Depth::quick;
  words.check.sound = words.sound == "devices"  ? ScheduledSound::devices
                      : words.sound == "listen" ? ScheduledSound::listen
                                                : ScheduledSound::loop;
  return run(words.check);
}

void add_check(CLI::App& app, Words& words, int& code) {
  CLI::App* sub = command(app, "check", "Measure this computer, its headset and its line, and judge them",
                          "deskready check --spec acme.toml --output report.html");
  sub->add_option("--spec", words.check.specs, "The employer's spec: a file, or the name of a shipped one");
  measuring_options(sub, words);
  sub->add_option("--role", words.check.role, "The work you apply for, as the employer calls it");
  sub->add_option("--reference", words.check.reference, "The number that the employer gave you");
  sub->add_option("--language", words.check.language, "Language of the report");
  sub->add_flag("--guided", words.check.guided, "Ask what only you can know");
  sub->add_option(
      "--save-voice", words.check.heard_file,
      "With --guided: when you hear your voice as a customer does, also write that to this WAV file");
  sub->add_flag("--light", words.check.light, "Load nothing; carry forward what the last day's checks found");
  sub->add_flag("--unattended", words.check.unattended)->group("");
  sub->add_option("--held", words.held)->group("");
  sub->add_option("--held-since", words.check.held_since)->group("");
  sub->callback([&] { code = finish_measuring(words, check_command); });
}

void add_facts(CLI::App& app, Words& words, int& code) {
  CLI::App* sub =
      command(app, "facts", "Measure and print facts; judge nothing", "deskready facts --only system");
  sub->add_option("--for", words.check.specs, "Measure what these specs ask for, to their limits");
  measuring_options(sub, words);
  root_option(sub, words, "Read the system facts below this folder (a recorded machine)");
  sub->callback([&] { code = finish_measuring(words, facts_command); });
}

void add_assess(CLI::App& app, Words& words, int& code) {
  CLI::App* sub =
      command(app, "assess", "Judge recorded facts", "deskready assess --spec acme.toml --facts facts.json");
  sub->add_option("--spec", words.assess.specs, "Specs to judge by")->required();
  sub->add_option(
         "--facts", words.assess.facts,
         "Files that `deskready facts --format json` wrote, or reports; NAME=FILE for several files of one "
         "computer")
      ->required();
  sub->add_option("--format", words.assess.format, "text, csv, json or html");
  sub->add_option("--role", words.assess.role, "The work applied for, as the employer calls it");
  sub->add_option("--output", words.assess.output, "Write to this file instead of the screen");
  sub->add_option("--reference", words.assess.reference, "The number that the employer gave");
  sub->callback([&] { code = assess_command(words.assess); });
}

void add_spec_init(CLI::App& spec, Words& words, int& code) {
  CLI::App* sub =
      command(spec, "init", "Write a first spec, from ten questions or from these flags",
              "deskready spec init --employer \"Acme Support\" --download \"25 Mbps\" --output acme.toml");
  for (const DraftQuestion& question : draft_questions()) {
    const std::string flag(question.flag);
    sub->add_option_function<std::string>(
        "--" + flag, [&words, flag](const std::string& answer) { words.init.answers[flag] = answer; },
        fmt::format("{} For example: {}", question.text, question.example));
  }
  sub->add_option_function<std::string>(
      "--far-end", [&words](const std::string& answer) { words.init.answers["far-end"] = answer; },
      "Address of your deskready-responder");
  sub->add_option("--output", words.init.output, "Write to this file instead of the screen");
  sub->add_flag("--force", words.init.force, "Overwrite the file");
  sub->callback([&] { code = spec_init_command(words.init); });
}

void add_spec(CLI::App& app, Words& words, int& code) {
  CLI::App* spec = command(app, "spec", "Look at specs", "deskready spec lint acme.toml");
  spec->require_subcommand(1);
  add_spec_init(*spec, words, code);
  CLI::App* lint = command(*spec, "lint", "Find the faults of a spec", "deskready spec lint acme.toml");
  lint->add_option("FILE", words.name, "The spec's file")->required();
  lint->add_option("--format", words.format, "text or json")->check(CLI::IsMember({"text", "json"}));
  lint->callback([&] { code = spec_lint_command(words.name, words.format); });
  CLI::App* show =
      command(*spec, "show", "Print a spec with all that it extends", "deskready spec show voice-baseline");
  show->add_option("NAME", words.name, "A shipped spec's name, or a file")->required();
  show->callback([&] { code = spec_show_command(words.name); });
  command(*spec, "list", "List the shipped specs", "deskready spec list")->callback([&] {
    code = spec_list_command();
  });
  CLI::App* facts = command(*spec, "facts", "List every fact that a spec can ask about",
                            "deskready spec facts --format markdown");
  facts->add_option("--format", words.format, "text or markdown")->check(CLI::IsMember({"text", "markdown"}));
  facts->callback([&] { code = spec_facts_command(words.format); });
  command(*spec, "schema", "Print the JSON Schema of a spec, for editors", "deskready spec schema")
      ->callback([&] { code = spec_schema_command(); });
  command(*spec, "manual", "Print the manual page of the spec's language", "deskready spec manual | man -l -")
      ->callback([&] { code = spec_manual_command(); });
}

void add_reports(CLI::App& app, Words& words, int& code) {
  CLI::App* sub = command(app, "reports", "List the reports in a folder, each held against its own facts",
                          "deskready reports inbox --spec acme.toml --format csv --output desk.csv");
  sub->add_option("FOLDER", words.reports.folder, "The folder with the reports")->required();
  sub->add_option("--spec", words.reports.specs, "The specs that they were made by, beside the shipped ones");
  sub->add_option("--format", words.reports.format, "text, csv or json");
  sub->add_option("--output", words.reports.output, "Write to this file instead of the screen");
  sub->add_option("--sort", words.reports.sort, "By reference, verdict, failed, trust, age or file");
  sub->callback([&] { code = reports_command(words.reports); });
}

void add_audio(CLI::App& app, Words& words, int& code) {
  CLI::App* audio = command(app, "audio", "Look at sound files and devices", "deskready audio devices");
  audio->require_subcommand(1);
  CLI::App* analyse = command(*audio, "analyse", "Every figure that can be had from a recording",
                              "deskready audio analyse voice.wav --format json");
  analyse->add_option("FILE", words.name, "A WAV file")->required();
  analyse->add_option("--format", words.format, "text or json");
  analyse->callback([&] { code = audio_analyse_command(words.name, words.format); });
  CLI::App* devices = command(*audio, "devices", "Every microphone and speaker, and which is the headset",
                              "deskready audio devices");
  root_option(devices, words, "List the sound cards below this folder (a recorded machine)");
  devices->add_option("--format", words.format, "text or json");
  devices->callback([&] { code = audio_devices_command(words.check.root, words.format); });
}

void add_past(CLI::App& app, Words& words, int& code) {
  CLI::App* report = command(app, "report", "Look at earlier reports", "deskready report show 3f2a");
  report->require_subcommand(1);
  CLI::App* show =
      command(*report, "show", "Show an earlier report", "deskready report show 3f2a --format html");
  show->add_option("ID", words.name, "The report's id, or its beginning")->required();
  show->add_option("--format", words.format, "text, json or html");
  show->callback([&] { code = report_show_command(words.name, words.format); });
  CLI::App* at =
      command(*report, "at", "Show the reports that held at a time", "deskready report at 2026-11-20T09:00");
  at->add_option("TIME", words.name, "Local time, or UTC with a Z at its end")->required();
  at->add_option("--format", words.format, "text, json or html");
  at->callback([&] { code = report_at_command(words.name, words.format); });
  CLI::App* history = command(app, "history", "Earlier checks, trends, and the hours in which a rule fails",
                              "deskready history --fact network.download --last \"30 d\"");
  history->add_option("--count", words.history.count, "How many checks to list")
      ->check(CLI::Range(1, 100000));
  history->add_option("--fact", words.history.fact, "Show how this fact went");
  history->add_option("--rule", words.history.rule, "Show the hours of the week in which this rule is met");
  history->add_flag("--rules", words.history.rules,
                    "List the rules, since when they fail and when they last held");
  history->add_flag("--hours", words.history.hours, "Show the hours of the week in which the spec is met");
  history->add_flag("--answers", words.history.answers, "List what you answered to the employers' questions");
  history->add_option("--for", words.history.spec,
                      "The spec whose rules are meant; the latest check's by itself");
  history->add_option("--role", words.history.role, "Of this work, where one spec is checked for several");
  history->add_option("--reference", words.history.reference, "Under this number of the employer's");
  history->add_option("--last", words.history.last, "How far back, like \"30 d\"");
  history->add_option("--format", words.history.format, "text, csv or json")
      ->check(CLI::IsMember({"text", "csv", "json"}));
  CLI::App* forget =
      command(*history, "forget", "Erase all earlier checks", "deskready history forget --yes");
  forget->add_flag("--yes", words.yes, "Yes, erase them");
  forget->callback([&] { code = history_forget_command(words.yes); });
  history->callback([&, history] {
    if (history->get_subcommands().empty()) code = history_command(words.history);
  });
}

void add_daemon(CLI::App& app, Words& words, int& code) {
  CLI::App* status = command(app, "status", "What the background service is doing", "deskready status");
  status->add_flag("--json", words.as_json, "As the service tells it");
  status->callback([&] { code = status_command(words.as_json); });
  CLI::App* trigger = command(app, "trigger", "Have the background service check now", "deskready trigger");
  trigger->add_flag("--light", words.light_trigger, "Without loading the line");
  trigger->callback([&] { code = trigger_command(words.light_trigger); });
  CLI::App* pause =
      command(app, "pause", "Stop scheduled checks for a while", "deskready pause --for \"2 h\"");
  pause->add_option("--for", words.pause_length, "How long; until resume when it is not given");
  pause->callback([&] { code = pause_command(words.pause_length); });
  command(app, "next", "The checks that are planned", "deskready next")->callback([&] {
    code = next_command();
  });
  command(app, "reload", "Have the background service read its settings anew", "deskready reload")
      ->callback([&] { code = reload_command(); });
  command(app, "resume", "Go on with scheduled checks", "deskready resume")->callback([&] {
    code = resume_command();
  });
}

}  // namespace

int run_command_line(int argc, char** argv) {
  Words words;
  int code = exit_unable;
  CLI::App app("Tells whether this workstation is ready for call-centre work from home.", "deskready");
  app.set_version_flag("--version", DESKREADY_VERSION);
  app.require_subcommand(0, 1);
  app.footer(
      "Examples:\n  deskready        asks whom the check is for, and leads through it\n  deskready check "
      "--spec "
      "voice-baseline\n\nExit codes: 0 ready, 1 ready with warnings, 2 "
      "not "
      "ready, 3 incomplete or unable to run.");
  add_check(app, words, code);
  add_facts(app, words, code);
  add_assess(app, words, code);
  add_spec(app, words, code);
  add_reports(app, words, code);
  add_audio(app, words, code);
  add_past(app, words, code);
  add_daemon(app, words, code);
  CLI::App* tell = app.add_subcommand("tell")->group("");
  tell->add_flag("--desktop", words.desktop);
  tell->add_option("--webhook", words.webhook);
  tell->callback([&] { code = tell_command(words.desktop, words.webhook); });
  CLI::App* worker = app.add_subcommand("audio-worker")->group("");
  worker->add_option("REQUEST", words.worker_request)->required();
  worker->callback([&] { code = audio::run_sound_worker(words.worker_request); });
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int parsed = app.exit(error);
    return parsed == 0 ? 0 : exit_unable;
  }
  if (!app.get_subcommands().empty()) return code;
  if (!somebody_there()) {
    talk(app.help());
    return exit_unable;
  }
  words.check.guided = words.check.welcome = true;
  return finish_measuring(words, check_command);
}

}  // namespace deskready
