// The sound worker: the process in which PortAudio and the plugins of the sound system live, and may hang or
// abort.
#pragma once

#include <string>

namespace deskready::audio {

/// Does what `request_json` asks (see worker/messages.h), writing JSON lines to standard output and
/// reading replies from standard input; returns the process's exit code. Ends with its parent. For a process
/// of its own only: changes the environment, limits and error handlers. Never writes sound anywhere but to
/// the memory.
int run_sound_worker(const std::string& request_json);

}  // namespace deskready::audio
