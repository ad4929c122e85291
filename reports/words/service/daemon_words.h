// What the background service says: why a check waits or was left out, how it stands, what it notifies of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "reports/assess/finding.h"

namespace deskready {

/// Of a Reason's code, without a capital and a full stop: "a call is on". A text that is no known code, as
/// the history of earlier versions holds one, is returned as it is.
std::string reason_words(std::string_view language, std::string_view code);

/// "Not ready for acme-voice", by the verdict's code. What is no known verdict is never ready.
std::string headline(std::string_view language, std::string_view verdict, std::string_view job);

/// What was last found of a job.
struct LastFound {
  std::string verdict;      ///< a report's; any other is none
  std::string since;        ///< a time, for people
  std::string reason, fix;  ///< the report's own sentences; either may be empty
};
/// "Not ready since Tue 24 Nov, 09:30: the disk is full. Empty it."
std::string last_found_words(std::string_view language, const LastFound& found);

/// Why nothing is known of a job, whatever was found.
enum class NotKnown {
  never_checked,
  no_end,   ///< of the last check nobody knows how long it holds
  too_old,  ///< it holds no more
};
/// `since` is a time, for people, and of what is too old only.
std::string not_known_words(std::string_view language, NotKnown why, const std::string& since);

/// The title of a notification: it tells of a change.
std::string notice_title(std::string_view language, std::string_view verdict, std::string_view job);
/// Its text. `reason` and `fix` are the report's own sentences; `fix` may be empty.
std::string notice_text(std::string_view language, std::string_view verdict, const std::string& reason,
                        const std::string& fix);

/// What a finding says, by its own `sentence`, with the name of what it is about where that says "it", as
/// below such a name on a page. Without direction marks.
std::string about_words(std::string_view language, const Finding& finding, const std::string& sentence);

/// The first step where nothing is known of a job, or no more.
std::string check_first_words(std::string_view language);

/// Why a job is not decided though nothing that is required is missing.
std::string nothing_judged_words(std::string_view language);

/// The first step towards a verdict where `finding`, which is not_measured, keeps one from being reached: by
/// `advice`, which is what a report says of it and may be empty, but for what only the service's own settings
/// or a check at a terminal can change. Never empty.
std::string undecided_step_words(std::string_view language, const Finding& finding,
                                 const std::string& advice);

/// What the service does, as one line for people.
struct ServiceState {
  std::string verdict, job;  ///< of the worst job; empty when nothing was checked yet
  bool checking = false;
  bool paused = false;
  std::optional<WallTime> until;  ///< of the pause; none for one without an end
  std::optional<WallTime> next;   ///< the next check
  std::optional<WallTime> held_since;
  std::string held_for;  ///< code of the reason why the full check waits
};
/// "Not ready for acme-voice; next check Tue 24 Nov, 09:30".
std::string service_state_words(std::string_view language, const ServiceState& state);

/// Why what was asked of the service while it ends is not done, without a capital and a full stop.
std::string stopping_words(std::string_view language);

/// Why the service ends by itself, for the log: another file lies under the program's name, or none any more.
std::string file_changed_words(std::string_view language, bool replaced);

/// That a pause whose end, as `written`, cannot be read is over; the end of a line about the file.
std::string pause_dropped_words(std::string_view language, const std::string& written);

/// Why a check has no report, or not a whole one.
enum class Trouble : std::uint8_t {
  too_long,         ///< it was ended for that
  service_stopped,  ///< as before
  paused,           ///< as before
  no_report,        ///< it ended by itself
  not_kept,         ///< the history does not take its report
};
struct CheckTrouble {
  Trouble code = Trouble::no_report;
  std::string not_started = {};  ///< of no_report: why its program could not be started; empty where it could
  bool by_signal = false;        ///< of no_report
  std::string end = {};          ///< of no_report: "code 3" or "signal 9 (KILL)"
  std::string error = {};        ///< of no_report what is wrong with what it left, of not_kept why
  friend bool operator==(const CheckTrouble&, const CheckTrouble&) = default;
};
/// A sentence.
std::string trouble_words(std::string_view language, const CheckTrouble& trouble);

/// Of a job whose spec is unknown or broken.
std::string spec_trouble_words(std::string_view language, const std::string& spec, const std::string& why);
/// Of a job whose spec has no such role, by role_fault()'s words.
std::string role_trouble_words(std::string_view language, const std::string& spec, const std::string& why);

/// For people, by this computer's zone: "Tue 24 Nov, 09:30".
std::string short_local_time(WallTime time);

}  // namespace deskready
