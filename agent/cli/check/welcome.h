// The bare command on a terminal: whom the check is for, asked in plain words.
#pragma once

#include "agent/cli/options.h"
#include "config/settings/settings.h"
#include "probes/probe.h"

namespace deskready {

/// Asks for the employer (those of the owner's settings first, then the shipped specs, then a file) and,
/// where the spec tells kinds of work apart, for that; fills `specs` and `role`. Somebody who skips gets the
/// general list for voice work, and is told so.
void ask_for_employer(Conversation& person, const Settings& settings, CheckOptions& options);

/// Before sound is measured: a headset in its bag hears and plays nothing.
void ask_for_headset(Conversation& person);

}  // namespace deskready
