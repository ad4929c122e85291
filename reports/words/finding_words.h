// What a finding says: its sentence, its label, what was asked and what was found.
#pragma once

#include "reports/assess/finding.h"
#include "reports/words/language.h"

namespace deskready {

/// What the finding says, one sentence.
std::string finding_sentence(std::string_view language, const Finding& finding);

/// What the sentence's "{detail}" stands for; empty when there is nothing to add.
std::string finding_detail(std::string_view language, const Finding& finding);

/// One or two words: "OK", "Too close to call", "Not met", "Could not check", "Shown, not judged".
std::string outcome_word(std::string_view language, const Finding& finding);

/// What is asked for: "at least 25 Mbit/s", "cable, fibre", "windows or linux".
std::string expected_words(std::string_view language, const Finding& finding);

/// The same with what is counted, for a share: "at least 25 Mbit/s in at least 95 % of checks".
std::string asked_words(std::string_view language, const Finding& finding);

/// What was found: "at least 30 Mbit/s", "yes", or nothing.
std::string measured_words(std::string_view language, const Finding& finding);

/// A label of the catalogue for the finding's fact, or the question's text.
std::string label_of(std::string_view language, const Finding& finding);

}  // namespace deskready
