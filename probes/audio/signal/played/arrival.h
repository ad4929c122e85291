// Where a sound arrives first among its reflections. Pure.
#pragma once

#include <cstddef>
#include <span>

namespace deskready::audio {

/// Index, to a fraction of a sample by a parabola, of the first peak that has at least half the magnitude of
/// the one at `highest`, and lies at most `before` samples ahead of it. A reflection may be stronger than the
/// direct way. What is sharp but limited in its band has side lobes of less than a quarter.
double first_arrival(std::span<const float> values, std::size_t highest, std::size_t before);

}  // namespace deskready::audio
