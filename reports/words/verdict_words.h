// What a check came to, in words.
#pragma once

#include <cstddef>
#include <optional>

#include "probes/fact.h"
#include "reports/assess/outcome.h"
#include "reports/words/language.h"

namespace deskready {

/// Whose list was judged by, and how it ended.
struct Judged {
  Verdict verdict = Verdict::incomplete;
  std::string employer;  ///< empty: the list's name stands for it
  std::string list;      ///< the spec's name
  std::string role;
  bool baseline = false;  ///< deskready's own list
  bool unofficial = false;
  bool expired = false;
  bool interrupted = false;
  bool paused = false;            ///< stopped by the person or another program, and went on
  bool slept = false;             ///< the computer did, in between
  bool machine_changed = false;   ///< since the report before
  bool public_test = false;       ///< figures of the line are to a public speed test
  bool public_untold = false;     ///< and something was asked that it cannot show
  std::size_t missing = 0;        ///< required checks that decided nothing
  std::size_t waivers = 0;        ///< findings that the employer waived
  std::string waived_until = {};  ///< the first day after which one of them does not hold: "2026-12-31"
};

/// In a list: "Not decided yet".
std::string verdict_word(std::string_view language, Verdict verdict);

/// "NOT READY YET for Acme Support, voice".
std::string verdict_headline(std::string_view language, const Judged& judged);

/// The headline in a list of reports, where nothing below it says for whom it is.
std::string verdict_entry(std::string_view language, const Judged& judged);

/// What to know beside the headline; may be empty.
std::string verdict_note(std::string_view language, const Judged& judged);

/// Who vouches for the figures. `weakest` is the least of those that count; nothing when nothing was
/// measured.
std::string trust_words(std::string_view language, bool recorded, std::optional<Trust> weakest);

}  // namespace deskready
