// Tables over many lists or many reports, in words.
#pragma once

#include <cstdint>
#include <vector>

#include "reports/assess/finding.h"
#include "reports/assess/old_facts.h"
#include "reports/words/language.h"

namespace deskready {

/// Columns and lines of the table.
struct EmployerWords {
  std::string spec, verdict;                                      ///< columns
  std::string computer, headset, line, operating_system, to_ask;  ///< subjects, columns too
  std::string met, not_met;                                       ///< marks
  std::string legend;
};
EmployerWords employer_words(std::string_view language);

/// The sentences of what is not met, then labels of what is not known, each label once. Empty for neither.
std::string shortcomings_words(std::string_view language, const std::vector<Finding>& not_met,
                               const std::vector<Finding>& unknown);

/// "What stands between this computer and acme:".
std::string between_heading(std::string_view language, const std::string& spec);

/// Whether the programs of several employers have room beside each other; one line.
std::string room_words(std::string_view language, const std::vector<Finding>& not_met,
                       const std::vector<Finding>& unknown);

/// What was noticed; each names its arguments.
enum class DeskNote : std::uint8_t {
  unreadable,        ///< error: why, as the reader says it; code: the same for programs, where it has one
  unreadable_line,   ///< error, code, line: its number from 1
  left_out,          ///< rule
  other_outcome,     ///< rule, said, is: outcomes
  other_level,       ///< rule, said, is: levels
  other_value,       ///< rule, said, is: values as written; `said` may be empty
  twice,             ///< rule
  backwards,         ///< its times
  from_the_future,   ///< it
  after_the_end,     ///< fact
  outside_interval,  ///< fact
  old_figures,       ///< all of them
  valid_too_long,    ///< longer than its spec allows
  names_differ,      ///< of its spec
  other_verdict,     ///< said, is: verdicts
  not_guided,        ///< rules: those that decided nothing
  old_facts,         ///< facts: which, each with its age
  stopped,           ///< the check, before its end
  before_its_time,   ///< year: the earliest that it or a fact is dated
  no_hash,           ///< file: whose hash is none
  not_verified,      ///< key: the fingerprint
  other_files,       ///< files: of its spec, which are not to the byte those that are known
};

std::string desk_note_words(std::string_view language, DeskNote note, const Arguments& arguments);

/// "network.download (5 d), audio.snr (2 d), and 3 more".
std::string ages_of(std::string_view language, const std::vector<OldFact>& facts);

/// "3 reports".
std::string report_count_words(std::string_view language, std::uint64_t count);

}  // namespace deskready
