// Codes of languages.
#pragma once

#include <string_view>

namespace deskready {

/// The code of two letters (ISO 639-1) of the language that `code` names by three (ISO 639-2), as "en" of
/// "eng" or "eng-GB"; empty where it has none. BCP 47 takes the shorter one only (RFC 5646, 2.2.1).
std::string_view short_code(std::string_view code);

/// Whether there may be a language of this code: one of two letters is of ISO 639-1. Those of three are not
/// all known here.
bool may_be_language(std::string_view code);

}  // namespace deskready
