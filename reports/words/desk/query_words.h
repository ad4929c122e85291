// What an employer asks of a folder of reports, and what is wrong with the question.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace deskready {

/// Below the table: how many would be ready by another rule than they are by theirs.
std::string what_if_words(std::string_view language, std::string_view rule, std::size_t reports,
                          std::size_t ready_now, std::size_t ready_then, std::size_t unknown);

/// A rule that is asked about is written so; `why` may be empty.
std::string no_what_if_words(std::string_view language, std::string_view typed, std::string_view why);

/// A line of a list of people that names nobody.
std::string no_person_words(std::string_view language, std::size_t line);
/// The list has none at all.
std::string no_people_words(std::string_view language);

}  // namespace deskready
