// What the command line says, as plain data: filled by command_line.cpp, read by the commands.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "config/settings.h"
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
  bool yes = false;
};

int check_command(const CheckOptions& options);

/// Measures and prints facts, judges nothing. `specs` give the limits to measure to.
int facts_command(const CheckOptions& options);

struct AssessOptions {
  std::vector<std::string> specs;
  std::vector<std::string> facts;  ///< files of deskready.facts/1
  std::string format;
  std::string output;
  std::string reference;
};
int assess_command(const AssessOptions& options);

int spec_lint_command(const std::string& file);
int spec_show_command(const std::string& name);
int spec_list_command();
int spec_facts_command();

int report_show_command(const std::string& id, const std::string& format);
int history_command(int count);
int history_forget_command(bool yes);

}  // namespace deskready
