// deskready audio: sound files and devices.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace deskready {

/// Every figure that can be had from a sound file, as facts.
int audio_analyse_command(const std::string& file, const std::string& format);
/// All microphones and speakers; below another root than "/" those of a recorded machine's cards.
int audio_devices_command(const std::string& root, const std::string& format);

void add_audio(CLI::App& app, int& code);

}  // namespace deskready
