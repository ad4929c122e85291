// What a finding says: its sentence, its label, what was asked and what was found.
#pragma once

#include "reports/assess/assess.h"
#include "reports/words/language.h"

namespace deskready {

/// What the finding says, one sentence.
std::string finding_sentence(std::string_view language, const Finding& finding);

/// One or two words: "OK", "Too close to call", "Not met", "Could not check", "Shown, not judged".
std::string outcome_word(std::string_view language, const Finding& finding);

/// ">= 25 Mbit/s" as people say it: "at least 25 Mbit/s".
std::string expected_words(std::string_view language, std::string_view expected);

/// What was found, as people say it: "at least 30 Mbit/s", "yes", or nothing.
std::string measured_words(std::string_view language, std::string_view measured);

/// A label of the catalogue for the finding's fact, or the question's text.
std::string label_of(std::string_view language, const Finding& finding);

}  // namespace deskready
