// What all probes of the computer share: they only read, so their facts look alike and cost nothing.
#pragma once

#include "probes/detail.h"
#include "probes/probe.h"

namespace deskready::system_facts {

/// A probe of this folder: it occupies nothing, follows nothing and costs nothing worth counting.
Probe reading_probe(std::string_view name, Facts (*measure)(Context&));

/// The names that were asked for in place of the "<name>" of `pattern`, such as
/// "system.browser.<name>.version"; "<name>" itself stands among them when all that there are were asked for.
std::vector<std::string> asked_names(const Context& context, std::string_view pattern);

/// `pattern` with `name` in place of "<name>".
std::string with_name(std::string_view pattern, std::string_view name);

/// Only what was asked; what is left over gets `why` as cause `unsupported`.
Facts answered(Facts facts, const Context& context, const Explanation& why);

}  // namespace deskready::system_facts
