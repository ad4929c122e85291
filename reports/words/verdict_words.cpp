#include "reports/words/verdict_words.h"

#include <array>

#include "config/spec/spec.h"
#include "reports/words/time_words.h"

namespace deskready {
namespace {

struct Headlines {
  std::string_view employer;
  std::string_view baseline;
};

/// By verdict; for the undecided the line below the headline.
constexpr std::array<Headlines, 4> headlines = {{
    {"READY for {whom}", "READY, against deskready's general {kind} list, not an employer's"},
    {"READY, WITH WARNINGS, for {whom}",
     "READY, WITH WARNINGS, against deskready's general {kind} list, not an employer's"},
    {"Checked for {whom}.", "Checked against deskready's general {kind} list, not an employer's."},
    {"NOT READY YET for {whom}", "NOT READY YET, against deskready's general {kind} list, not an employer's"},
}};

/// Ready as long as the employer waives something.
std::string said_of_waived(std::string_view language, const Judged& judged, const std::string& whom) {
  const Arguments all = {{"whom", whom}, {"until", day_words(language, judged.waived_until)}};
  if (judged.verdict == Verdict::ready)
    return tr_plural(language, judged.waivers, "READY, with a waiver until {until}, for {whom}",
                     "READY, with {count} waivers, the first until {until}, for {whom}", all);
  return tr_plural(language, judged.waivers, "READY, WITH WARNINGS and a waiver until {until}, for {whom}",
                   "READY, WITH WARNINGS and {count} waivers, the first until {until}, for {whom}", all);
}

std::string said(std::string_view language, const Judged& judged) {
  const Headlines& line = headlines[static_cast<std::size_t>(judged.verdict)];
  std::string whom = who_asks(judged.employer, judged.list);
  if (!judged.role.empty()) whom += ", " + judged.role;
  const bool ready = judged.verdict == Verdict::ready || judged.verdict == Verdict::ready_with_warnings;
  if (ready && judged.waivers > 0 && !judged.baseline) return said_of_waived(language, judged, whom);
  return tr(language, judged.baseline ? line.baseline : line.employer,
            {{"whom", whom}, {"kind", judged.list.substr(0, judged.list.find('-'))}});
}

/// The mark of a line that nobody's far end was at the end of.
std::string public_test_words(std::string_view language, const Judged& judged) {
  if (judged.public_untold)
    return judged.baseline ? tr(language,
                                "The line was measured to a public test, not to an employer: loss and "
                                "jitter not checked.")
                           : tr(language,
                                "The line was measured to a public test, not to the employer: loss and "
                                "jitter not checked.");
  return judged.baseline ? tr(language, "The line was measured to a public test, not to an employer.")
                         : tr(language, "The line was measured to a public test, not to the employer.");
}

}  // namespace

std::string verdict_word(std::string_view language, Verdict verdict) {
  switch (verdict) {
    case Verdict::ready:
      return tr(language, "Ready");
    case Verdict::ready_with_warnings:
      return tr(language, "Ready, with warnings");
    case Verdict::incomplete:
      return tr(language, "Not decided yet");
    case Verdict::not_ready:
      return tr(language, "Not ready yet");
  }
  return {};
}

std::string verdict_headline(std::string_view language, const Judged& judged) {
  if (judged.verdict != Verdict::incomplete) return said(language, judged);
  if (judged.missing == 0) return tr(language, "NOT DECIDED YET: nothing that is required was judged");
  return tr_plural(language, judged.missing, "NOT DECIDED YET: {count} check missing",
                   "NOT DECIDED YET: {count} checks missing");
}

std::string verdict_entry(std::string_view language, const Judged& judged) {
  std::string entry = verdict_headline(language, judged);
  if (judged.verdict == Verdict::incomplete) entry += ". " + said(language, judged);
  return entry;
}

std::string verdict_note(std::string_view language, const Judged& judged) {
  std::string note;
  const auto add = [&](const std::string& text) { note += (note.empty() ? "" : " ") + text; };
  if (judged.verdict == Verdict::incomplete) add(said(language, judged));
  if (!judged.baseline && judged.unofficial)
    add(tr(language, "This is a reading of a published list; the employer has not confirmed it."));
  if (judged.public_test) add(public_test_words(language, judged));
  if (judged.expired) add(tr(language, "The list is past its date: ask the employer for a newer one."));
  if (judged.interrupted) add(tr(language, "The check was stopped before its end."));
  if (judged.paused)
    add(tr(language, "The check was paused in between (Ctrl-Z); bad figures of that time do not count."));
  if (judged.slept)
    add(tr(language, "The computer slept in between; bad figures of that time do not count."));
  if (judged.machine_changed)
    add(tr(language, "From this report on this computer has another pseudonym than in earlier ones."));
  return note;
}

std::string trust_words(std::string_view language, bool recorded, std::optional<Trust> weakest) {
  if (recorded) return tr(language, "Judged from recorded figures; nobody has confirmed them.");
  if (!weakest) return tr(language, "Nothing was measured.");
  switch (*weakest) {
    case Trust::disputed:
      return tr(language, "The far end saw something else than this computer: these figures are disputed.");
    case Trust::witnessed:
      return tr(language, "Measured by this computer and confirmed by the far end.");
    case Trust::challenged:
      return tr(language, "Measured by this computer for a challenge of the employer's.");
    case Trust::self:
    case Trust::declared:
      break;
  }
  return tr(language, "Measured by this computer; nobody else has confirmed it.");
}

}  // namespace deskready
