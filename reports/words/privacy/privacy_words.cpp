#include "reports/words/privacy/privacy_words.h"

#include "config/base/outward/outward.h"
#include "reports/words/language.h"

namespace deskready {
namespace {

std::string said(std::string_view language, std::string_view english, const Arguments& arguments = {}) {
  return unmarked(tr(language, english, arguments));
}

}  // namespace

PrivacyWords privacy_words(std::string_view language) {
  return {said(language, "field"), said(language, "what it says"), said(language, "who sees it"),
          said(language, "why"),   said(language, "how long"),     said(language, "fact")};
}

std::string who_sees_words(std::string_view language, Privacy privacy, Told told) {
  if (privacy == Privacy::local) return said(language, "You; it stands in no report.");
  switch (told) {
    case Told::whole:
      return said(language, "You, and whoever you send the report to.");
    case Told::in_minutes:
      return said(language, "You, and whoever you send the report to; in a signed one without seconds.");
    case Told::rounded:
      return said(language, "You, and whoever you send the report to; in a signed one rounded.");
    case Told::renamed:
      return said(language,
                  "You, and whoever you send an unsigned report to; a signed one has the spec's own name.");
    case Told::nothing:
      return said(language, "You, and whoever you send an unsigned report to; a signed one has it not.");
  }
  return {};
}

std::string why_told_words(std::string_view language, Privacy privacy) {
  switch (privacy) {
    case Privacy::verdict:
      return said(language, "It tells whether the requirements are met, and which they are.");
    case Privacy::figure:
      return said(language, "The verdict rests on it, and is judged again by it.");
    case Privacy::equipment:
      return said(language, "It tells what would have to be plugged in, changed or bought.");
    case Privacy::linking:
      return said(
          language,
          "It tells which report this is, how old it is, and whether another is of the same computer.");
    case Privacy::local:
      return said(language, "It helps you to find what is wrong.");
  }
  return {};
}

std::string how_long_words(std::string_view language, Privacy privacy, Told told) {
  if (privacy == Privacy::local) return said(language, "While it is on the screen.");
  if (told == Told::nothing) return said(language, "Here: [history] keep.");
  return said(language, "Here: [history] keep. There: as long as they keep it.");
}

std::string about_privacy_words(std::string_view language) {
  return said(
      language,
      "No report leaves this computer unless you send it, or your settings do. Each field that one may "
      "have is listed here, with whoever sees it; deskready report show --what-they-see shows the same of "
      "one of your reports. A report has only what the employer's rules use, and nothing that is not listed. "
      "A signed one (check --sign) tells less than an unsigned file. On this computer reports stay for as "
      "long "
      "as the settings say ([history] keep, else 400 days), or until deskready history forget; with an "
      "employer, for as long as they keep them.");
}

std::string about_facts_words(std::string_view language) {
  return said(
      language,
      "Of the facts themselves a report has those that the employer's rules ask about, and no others. You "
      "see them, and whoever you send the report to, for as long as above.");
}

std::string what_they_see_words(std::string_view language, std::string_view employer) {
  return said(
      language, "What {employer} gets of this report when it is signed:",
      {{"employer", employer.empty() ? said(language, "whoever you send it to") : for_terminal(employer)}});
}

std::string what_stays_words(std::string_view language) {
  return said(language, "What stays on this computer then, and an unsigned file would tell:");
}

std::string told_otherwise_words(std::string_view language, Told told) {
  switch (told) {
    case Told::in_minutes:
      return said(language, "told without seconds");
    case Told::rounded:
      return said(language, "told rounded");
    case Told::renamed:
      return said(language, "told as the spec calls itself");
    default:
      return said(language, "not told");
  }
}

}  // namespace deskready
