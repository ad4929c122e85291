// What a report tells about a person: who sees a part of it, why, and for how long.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "config/facts/catalogue.h"

namespace deskready {

/// What becomes of a part of a report on its way to an employer; report_fields() says of which.
enum class Told : std::uint8_t {
  whole,       ///< as it is
  in_minutes,  ///< a time without its seconds
  rounded,     ///< to what two employers cannot compare
  renamed,     ///< as whoever wrote it would call it
  nothing
};

/// Columns of the table.
struct PrivacyWords {
  std::string field, says, who, why, how_long, fact;
};
PrivacyWords privacy_words(std::string_view language);

std::string who_sees_words(std::string_view language, Privacy privacy, Told told);
std::string why_told_words(std::string_view language, Privacy privacy);
std::string how_long_words(std::string_view language, Privacy privacy, Told told);

/// Before the table of all fields, and before that of the facts.
std::string about_privacy_words(std::string_view language);
std::string about_facts_words(std::string_view language);

/// Of one report: what `employer` gets by a signed one, and what stays here. `employer` may be empty.
std::string what_they_see_words(std::string_view language, std::string_view employer);
std::string what_stays_words(std::string_view language);
/// For what stands otherwise in the signed one.
std::string told_otherwise_words(std::string_view language, Told told);

}  // namespace deskready
