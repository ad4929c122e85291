// Every sentence that a person reads about a finding, made from codes and arguments in the reader's language.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "reports/assess/assess.h"

namespace deskready {

using Arguments = std::map<std::string, std::string>;

/// The English text in `language`, with "{name}" replaced by the argument of that name; an argument that is
/// missing leaves nothing behind. "en" is the text itself; "qps-plocm" is a pseudo-language, mirrored and
/// with accents, that shows in tests which texts did not come through here. Unknown languages are English.
/// Each argument stands between U+2068 and U+2069, Unicode's marks for a name or figure that keeps its own
/// direction: HTML makes <bdi> of them, others call unmarked().
std::string tr(std::string_view language, std::string_view english, const Arguments& arguments = {});

/// The text without those marks.
std::string unmarked(std::string_view text);

/// A text of the machine's or the spec's on one line: UTF-8 repaired, control and direction characters gone,
/// so that a device's name cannot command a terminal or turn a page around.
std::string clean(std::string_view text);

/// The language in which tr() writes where `language` is asked for: that one, or "en" where it is not
/// translated.
std::string_view written_language(std::string_view language);

/// "rtl" or "ltr".
std::string_view direction(std::string_view language);

std::string cause_sentence(std::string_view language, Cause cause, const Arguments& arguments);

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
