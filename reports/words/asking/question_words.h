// What is said with a question to the person.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace deskready {

/// Behind the question: what the person said to an employer of the same name before, which is not taken
/// without their word.
std::string answer_of_before_words(std::string_view language, std::string_view employer,
                                   std::string_view answer);

/// Below a question, waiting for what is typed. `enter_answers`: by Enter alone.
std::string prompt_words(std::string_view language, bool enter_answers);

/// For what is none of so many answers.
std::string no_answer_words(std::string_view language, bool enter_answers, std::size_t answers);

/// In place of a list of so many answers, which would not fit.
std::string long_list_words(std::string_view language, std::size_t answers);

/// For what is a part of none of them; `typed` is shown as it is.
std::string not_in_list_words(std::string_view language, std::string_view typed);

/// Above those that are near to it.
std::string near_in_list_words(std::string_view language);

/// What is being done, and which part of how many that is.
std::string part_words(std::string_view language, std::string_view what, std::size_t part, std::size_t parts);

/// Of a question that was skipped.
std::string skipped_words(std::string_view language);

}  // namespace deskready
