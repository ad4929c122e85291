// A public speed test from a list of many.
#pragma once

#include <string>

#include "config/settings/settings.h"
#include "probes/probe.h"

namespace deskready {

/// Fetches the list that the settings name, and asks which of its servers is to be taken; the address, or
/// nothing for a skip, and after a complaint where there is no such list.
std::string ask_for_server(Conversation& person, const PublicTests& settings);

}  // namespace deskready
