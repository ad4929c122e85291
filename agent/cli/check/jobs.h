// What `check` checks where the command line names no spec: the jobs of the settings.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "agent/cli/options.h"
#include "config/settings/settings.h"

namespace deskready {

/// The checks that are meant: those that the options name; else one for each role and reference among the
/// settings' jobs that the options leave, with the specs of all of them; else the usual spec. The error says
/// that no job is left.
tl::expected<std::vector<CheckOptions>, std::string> checks_meant(const CheckOptions& options,
                                                                  const Settings& settings);

}  // namespace deskready
