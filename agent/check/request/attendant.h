// Whom a run talks to: the seam between measuring and a terminal, a page, or nobody.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "probes/probe.h"

namespace deskready {

/// What happens in a run and stands in no report, or has to be known at once.
enum class RemarkCode : std::uint8_t {
  another_check_runs,        ///< `about`: its process, empty when not known; the run waits for it
  another_account_measures,  ///< the line; the run waits for it, but not for ever
  far_end_failed,            ///< `about`: its host
  far_end_busy,              ///< `about`: its host
  agent_outdated,            ///< `about`: the host of the far end that wants a later version
  far_end_outdated,          ///< `about`: its host
  public_speed_test,         ///< `about`: its host, which can show a part only
  far_end_of_before,  ///< `about`: its host, chosen by a person for the check that a recheck goes on from
  far_end_not_kept,   ///< for the recheck of this check
  found_with_person,  ///< `about`: what of voice and ears; it may stand in no report, where no rule asks for
                      ///< it
  voice_not_played,
  voice_not_written,
  answers_unreadable,
  answers_not_kept,
  history_set_aside,  ///< the history was found broken
  nothing_carried,    ///< from earlier checks, for the history cannot be read
  report_not_kept,
  figure_not_kept,  ///< `about`: its fact
};

struct Remark {
  RemarkCode code;
  std::string about = {};
  std::string why = {};  ///< what the system or the far end said; may be empty
};

/// What a run will cost and who will see it.
struct Offer {
  std::vector<std::string> hosts;  ///< to which the line is measured
  bool some_without = false;       ///< of some line that is asked about nobody named one
  Cost worst;
  double usual_seconds = 0;               ///< where line and devices are well
  std::uint64_t most_bytes = 0;           ///< of worst.bytes, what the allowance has left
  std::vector<std::string> targets = {};  ///< hosts of the specs' targets, to which it is measured beside
  std::vector<std::string> tried = {};    ///< those of which is tried whether they can be reached
};

/// Outlives the run. remark() and the Conversation are called from probes' threads, too; the rest from the
/// thread that runs the check.
class Attendant : public Conversation {
 public:
  /// Whether somebody is there to answer.
  virtual bool may_ask() const = 0;
  /// As ask(), for what an employer asks, where nobody may declare anything without having chosen it.
  virtual std::optional<std::string> ask_employers(std::string_view question,
                                                   std::span<const std::string> answers) = 0;
  /// Consent, before anything is measured; false when that person says no.
  virtual bool agrees(const Offer& offer) = 0;
  /// After consent, right before the first measurement.
  virtual void before_measuring() = 0;
  /// No progress is to be seen any more, until the next.
  virtual void progress_ended() = 0;
  virtual void remark(const Remark& remark) = 0;
};

}  // namespace deskready
