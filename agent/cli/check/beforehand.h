// What a spec asks that nobody has to be measured for: said before anything is asked of the person.
#pragma once

#include <stop_token>

#include "agent/cli/options.h"
#include "config/spec/spec.h"

namespace deskready {

/// Whether a rule of the spec is about sound.
bool asks_for_sound(const Spec& spec);

/// What remains of the spec of which system a computer must run: its rules and choices about that, and whom
/// they are for.
Spec about_system(const Spec& spec);

/// Says for each spec what this computer's operating system cannot meet, and where none has a rule about
/// sound that no headset is needed; sound is then left out of `options`, unless the person named a file for
/// it. Reads the computer's system, and nothing else.
void say_beforehand(CheckOptions& options, const std::vector<Spec>& specs, const std::stop_token& stop);

}  // namespace deskready
