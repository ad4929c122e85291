// What is said with a question to the person.
#pragma once

#include <string>
#include <string_view>

namespace deskready {

/// Behind the question: what the person said to an employer of the same name before, which is not taken
/// without their word.
std::string answer_of_before_words(std::string_view language, std::string_view employer,
                                   std::string_view answer);

}  // namespace deskready
