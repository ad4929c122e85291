// What a key's figure is about: the line to the far end, the line to a target of the spec, or this computer.
#pragma once

#include <cstdint>

#include "config/facts/catalogue.h"
#include "config/facts/fact_key.h"

namespace deskready {

/// Whether it is about the line to the far end, so that it says nothing without one. False for a name that
/// there is not.
bool about_far_end(const FactKey& key);
/// Of a key as it is written; what is no key is about nothing.
bool about_far_end(std::string_view key);

/// How many samples it needs, `info` being its fact's; fewer are `too_few_samples`.
std::uint64_t least_samples(const FactKey& key, const FactInfo& info);

}  // namespace deskready
