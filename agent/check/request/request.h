// What one run is asked: which specs, which parts, and within which bounds. Plain data.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "config/settings/settings.h"
#include "probes/cause.h"
#include "probes/probe.h"

namespace deskready {

struct CheckRequest {
  std::vector<std::string> specs;  ///< as the person named them: files, or names of shipped ones
  /// An address; empty: as specs and settings name it. An unattended run's counts only where the spec names
  /// none.
  std::string far_end;
  bool public_test = false;  ///< the person means `far_end` as a public speed test
  /// For each of `specs` what a person chose earlier for a line whose spec names no far end: an address, or
  /// empty. May be shorter. It counts last.
  std::vector<std::string> chosen_before;
  std::set<std::string, std::less<>> parts = {"network", "audio", "system"};
  Depth depth = Depth::quick;
  std::string role;
  std::string reference;
  std::string language = "en";
  std::string root = "/";  ///< a recorded machine's tree
  ScheduledSound sound = ScheduledSound::loop;
  bool guided = false;
  std::string heard_file;   ///< what the person hears of the own voice is also written there; empty: nowhere
  bool unattended = false;  ///< as the background service runs it: never in the way, within its allowances
  bool light = false;       ///< load nothing; carry forward what earlier checks found
  std::optional<Cause> held;  ///< why it is light; none when it is light by plan
  std::string held_since;     ///< RFC 3339; may be empty
  bool recheck = false;       ///< measure only what failed or could not be checked, and keep what still holds
  /// Questions that are put again, by name, though their answers still hold.
  std::set<std::string, std::less<>> ask_again = {};
};

}  // namespace deskready
