// What one stage notes beside a fact for a later one: members of the fact's detail, each read and written
// here alone.
#pragma once

#include <optional>

#include "probes/fact.h"

namespace deskready {

/// Of a rate: how much was offered to the line, bit/s; nothing where it went as fast as it could.
void note_offered(double bits_per_second, Fact& fact);
std::optional<double> noted_offered(const Fact& fact);
void forget_offered(Fact& fact);

}  // namespace deskready
