// Spoken digits: to be played, and what a person types who heard them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace deskready::audio {

inline constexpr double seconds_a_digit = 0.8;

/// The digits '0'..'9' of `digits` one after the other, seconds_a_digit each, at 48 kHz, with an active
/// speech level of `level` dBov and no sample above -12 dBFS. `voice` is a sound file as Language::digits.
/// The error is a sentence.
tl::expected<std::vector<float>, std::string> spoken_digits(std::string_view digits,
                                                            std::span<const unsigned char> voice,
                                                            double level);

/// The digits in a text that a person typed, as '0'..'9': Latin, Persian and Arabic-Indic ones, white space
/// and punctuation between them left out. Empty when there are none, or when anything else was typed.
std::string typed_digits(std::string_view text);

/// `count` digits in an order that follows from `seed`; no two neighbours are alike.
std::string random_digits(std::size_t count, std::uint64_t seed);

}  // namespace deskready::audio
