// What the command line says, as plain data: filled by command_line.cpp, read by the commands.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "config/settings/settings.h"
#include "probes/probe.h"

namespace deskready {

/// Exit code when the tool could not do what it was asked, with a message on stderr.
inline constexpr int exit_unable = 3;

struct CheckOptions {
  std::vector<std::string> specs;  ///< files or names of shipped ones; none means voice-baseline
  std::string far_end;
  std::set<std::string, std::less<>> parts = {"network", "audio", "system"};
  Depth depth = Depth::quick;
  std::string format;  ///< empty: by the ending of `output`, else text
  std::string output;  ///< empty: standard output
  std::string role;
  std::string reference;
  std::string language = "en";
  std::string root = "/";
  ScheduledSound sound = ScheduledSound::loop;
  bool guided = false;
  bool welcome = false;    ///< the bare command: ask first for the employer, and for the headset to be put on
  std::string heard_file;  ///< what the person hears of the own voice is also written there; empty: nowhere
  bool yes = false;
  bool unattended = false;  ///< as the background service runs it: never in the way, within its allowances
  bool light = false;       ///< load nothing; carry forward what earlier checks found
  std::string held;         ///< why it is light: a Cause's code; empty when it is light by plan
  std::string held_since;   ///< RFC 3339
};

int check_command(const CheckOptions& options);

/// Measures and prints facts, judges nothing. `specs` give the limits to measure to.
int facts_command(const CheckOptions& options);

struct AssessOptions {
  std::vector<std::string> specs;
  std::vector<std::string> facts;  ///< "FILE" or "NAME=FILE"; facts documents or reports
  std::string format;
  std::string output;
  std::string reference;
  std::string role;
};
/// Of one spec and one computer its report, of more a table of what each spec still wants.
int assess_command(const AssessOptions& options);

/// Every figure that can be had from a sound file, as facts.
int audio_analyse_command(const std::string& file, const std::string& format);
/// All microphones and speakers; below another root than "/" those of a recorded machine's cards.
int audio_devices_command(const std::string& root, const std::string& format);

struct ReportsOptions {
  std::string folder;
  std::vector<std::string> specs;  ///< to derive verdicts by, beside the shipped ones
  std::string format;
  std::string output;
  std::string sort = "file";
};
int reports_command(const ReportsOptions& options);

struct SpecInitOptions {
  std::map<std::string, std::string, std::less<>> answers;  ///< by flag, see draft_questions()
  std::string output;
  bool force = false;
};
int spec_init_command(const SpecInitOptions& options);

/// `format`: "text" or "json".
int spec_lint_command(const std::string& file, const std::string& format);
int spec_show_command(const std::string& name);
int spec_list_command();
/// `format`: "text" or "markdown".
int spec_facts_command(const std::string& format);
int spec_schema_command();
int spec_manual_command();

int report_show_command(const std::string& id, const std::string& format);
int report_at_command(const std::string& time, const std::string& format);

struct HistoryOptions {
  int count = 20;
  std::string fact;  ///< its trend
  std::string rule;  ///< the hours of the week in which it is met
  bool rules = false;
  bool answers = false;
  bool hours = false;  ///< of the week in which the spec is met
  std::string spec;    ///< of the rule; the latest check's when empty
  std::string last = "90 d";
  std::string format = "text";
};
int history_command(const HistoryOptions& options);

/// Passes a notice (deskready.notice/1, on standard input) on to the person's desktop or to a webhook.
int tell_command(bool desktop, const std::string& webhook);
int history_forget_command(bool yes);

}  // namespace deskready
