// To what the line is measured where the employer names no far end: a public speed test, an address, nothing.
#pragma once

#include <vector>

#include "agent/cli/options.h"
#include "config/settings/settings.h"
#include "config/spec/spec.h"
#include "probes/probe.h"

namespace deskready {

/// Makes --public-test the far end that it stands for. False after a complaint: the settings forbid it, or
/// its address is none.
bool take_public_test(CheckOptions& options, const Settings& settings);

/// Adds what was chosen earlier for those of `specs` (of `options.specs`, in their order) that ask about the
/// line and have nothing to measure it to, and says so. Not in an unattended run: only the settings agree to
/// that.
void take_choices_of_before(CheckOptions& options, const std::vector<Spec>& specs, const Settings& settings);

/// In the guided run: asks for what the spec's line may be measured to, where nothing is known of that, and
/// keeps the answer. A skip leaves the line out this time and keeps nothing.
void ask_for_line(Conversation& person, const Settings& settings, CheckOptions& options);

}  // namespace deskready
