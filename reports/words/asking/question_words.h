// What is said with a question to the person.
#pragma once

#include <string>
#include <string_view>

namespace deskready {

/// Behind the question: what the person said to an employer of the same name before, which is not taken
/// without their word.
std::string answer_of_before_words(std::string_view language, std::string_view employer,
                                   std::string_view answer);

/// Below a question, waiting for what is typed. With an `only_answer` Enter gives it.
std::string prompt_words(std::string_view language, bool only_answer);

/// For what is none of so many answers; 1 for an only one.
std::string no_answer_words(std::string_view language, std::size_t answers);

/// Of a question that was skipped.
std::string skipped_words(std::string_view language);

}  // namespace deskready
