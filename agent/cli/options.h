// What the measuring commands share: their options, and the exit code of a tool that could not.
#pragma once

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

}  // namespace deskready
