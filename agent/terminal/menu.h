// Which of the answers to choose from a person means.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace deskready {

/// From so many answers on, a part of one is enough; of fewer a person sees all, and types a number.
inline constexpr std::size_t searched_from = 10;

/// Places in `answers` that were meant by what was `typed`: one by its number (from 1) or its whole text,
/// whatever the letter case; else, where there are searched_from or more, each that holds it. Pure.
std::vector<std::size_t> meant(std::string_view typed, std::span<const std::string> answers);

/// Places in a long list that may have been meant by what stands in none of it: those of which one word is
/// near. Of a list that is shown whole none. Pure.
std::vector<std::size_t> near_in(std::string_view typed, std::span<const std::string> answers);

}  // namespace deskready
