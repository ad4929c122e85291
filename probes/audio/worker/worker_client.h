// Runs the sound worker as a child process and never waits for it longer than a deadline.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "probes/audio/worker/messages.h"
#include "probes/fact.h"

namespace deskready::audio {

/// What came back before the worker ended. Results that trouble has voided are not there.
struct SoundResults {
  std::optional<ServerView> server;
  std::optional<BareDevices> bare;
  std::optional<Listening> listened;
  std::optional<Looping> looped;
  std::optional<Recording> spoken;
  std::optional<HeardDigits> heard;
  std::map<std::string, Unmeasured, std::less<>> not_done;  ///< guided steps that brought nothing
  /// Why the rest is missing, by the work that could not be done; an earlier work's entry covers later ones.
  std::map<SoundWork, Unmeasured> troubles;
  /// How long the microphone was open, in seconds, several openings together; absent when it was not.
  std::optional<double> open_seconds;

  /// The reason for work that has no result.
  Unmeasured why_not(SoundWork work) const;
};

/// How long the worker may take, in seconds.
struct SoundDeadlines {
  double server = 4;
  double init = 5;
  double open = 5;
  double beat = 1;  ///< between two signs of progress while sound flows
  double stop = 3;
  double total = 9.5;
  double look = 1.5;  ///< at the devices once more, after sound that failed
};

/// For work with a person, who may take their time; deadlines are suspended while one is asked.
SoundDeadlines guided_deadlines();

/// What the worker asks. Called on the thread of run_worker().
struct SoundAnswers {
  std::function<std::optional<Unmeasured>()> may_play = {};  ///< right before sound is played; nothing: yes
  /// A guided step for the person, see audio/guided.h; nothing: skipped. May block.
  std::function<std::optional<std::string>(std::string_view step)> ask = {};
};

/// Starts `command` with the request as its last argument, without a shell, and collects what it says.
/// Returns once the process is gone: at its end, at a broken deadline, or within 0.2 s after `stop`; the
/// process group of the worker is killed then. Where sound failed, a second worker looks whether the devices
/// are still there: one that was pulled out is `device_changed`, whatever the sound system made of that.
/// Thread-safe.
SoundResults run_worker(const std::vector<std::string>& command, const SoundRequest& request,
                        const std::stop_token& stop, const SoundAnswers& answers,
                        const SoundDeadlines& deadlines = {});

}  // namespace deskready::audio
