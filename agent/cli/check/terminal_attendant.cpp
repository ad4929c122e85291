#include "agent/cli/check/terminal_attendant.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "agent/cli/check/welcome.h"
#include "agent/cli/output.h"
#include "agent/terminal/talk.h"
#include "agent/terminal/terminal.h"
#include "agent/terminal/wrap.h"
#include "config/base/text.h"
#include "config/units/quantity.h"
#include "reports/words/refusals/recheck_words.h"

namespace deskready {
namespace {

constexpr const char* beside_answers = ", beside the time that you take for your answers";

std::string words_about_far_end(const Remark& remark, std::string_view what) {
  return fmt::format("the line was not measured, the far end {} {}{}{}", remark.about, what,
                     remark.why.empty() ? "" : ": ", remark.why);
}

}  // namespace

std::string duration_words(const Offer& offer) {
  // What is merely read takes no time that anybody notices, but none is never true. Beyond two minutes nobody
  // counts seconds.
  const auto whole = [](double seconds) {
    return seconds > 120 ? 30 * std::ceil(seconds / 30) : std::max(1.0, std::ceil(seconds));
  };
  const double usual = whole(offer.usual_seconds), most = whole(offer.worst.seconds);
  const std::string at_most = format_quantity(most, Unit::second);
  if (offer.usual_seconds > 0.75 * offer.worst.seconds || usual >= most) return "up to " + at_most;
  return fmt::format("about {}, at most {}", format_quantity(usual, Unit::second), at_most);
}

TerminalAttendant::TerminalAttendant(const CheckOptions& options, std::stop_token stop)
    : options_(options),
      conversation_(somebody_there() || options.guided, std::move(stop), options.unattended) {}

bool TerminalAttendant::agrees(const Offer& offer) {
  if (offer.some_without) {
    talk(in_lines(offer.hosts.empty()
                      ? "No far end was named, so the line itself is not measured."
                      : "For one of the specs no far end was named; for that one the line is not measured."));
  }
  if (offer.hosts.empty() && offer.targets.empty() && offer.tried.empty()) {
    if (options_.welcome) {
      talk(in_lines(fmt::format("It costs next to no data and takes {}{}.", duration_words(offer),
                                options_.guided ? beside_answers : "")));
    }
    return true;
  }
  if (offer.worst.bytes == 0) return true;
  const auto tell = [](std::string_view what, const std::string& host) {
    talk(in_lines(fmt::format("{} is measured to {}; whoever runs it sees this computer's internet address.",
                              what, host)));
  };
  for (const std::string& host : offer.hosts) tell("The line", host);
  for (const std::string& host : offer.targets) tell("The delay of the line", host);
  if (!offer.tried.empty()) {
    talk(in_lines(
        fmt::format("It is tried whether these can be reached: {}. Whoever runs them sees this computer's "
                    "internet address.",
                    joined(offer.tried))));
  }
  talk(in_lines(fmt::format("This check uses up to {} of data and takes {}{}.",
                            format_bytes(static_cast<double>(offer.most_bytes), 2), duration_words(offer),
                            options_.guided ? beside_answers : "")));
  if (options_.yes || !somebody_there()) return true;
  return conversation_.agree("Go on?");
}

void TerminalAttendant::before_measuring() {
  if (options_.welcome && options_.parts.contains("audio")) ask_for_headset(conversation_);
  conversation_.set_skip_words("What this would have told stays \"could not check\" in the report.");
}

void TerminalAttendant::remark(const Remark& remark) {
  complain(words_of(remark));
}

std::string words_of(const Remark& remark) {
  switch (remark.code) {
    case RemarkCode::another_check_runs:
      return fmt::format("another check of yours is running{}; waiting for it to end",
                         remark.about.empty() ? "" : fmt::format(" (process {})", remark.about));
    case RemarkCode::another_account_measures:
      return "another check on this computer, perhaps of another account, is measuring the line; waiting for "
             "it to end";
    case RemarkCode::far_end_failed:
      return words_about_far_end(remark, "failed");
    case RemarkCode::far_end_busy:
      return words_about_far_end(remark, "takes no more checks now");
    case RemarkCode::agent_outdated:
      return words_about_far_end(remark, "wants a later version; update deskready");
    case RemarkCode::far_end_outdated:
      return words_about_far_end(remark, "is older than this deskready can use");
    case RemarkCode::public_speed_test:
      return fmt::format(
          "{} is a public speed test: it shows download, upload and round trip, and nothing else",
          remark.about);
    case RemarkCode::far_end_of_before:
      return far_end_of_before_words("en", remark.about);
    case RemarkCode::far_end_not_kept:
      return far_end_not_kept_words("en", remark.why);
    case RemarkCode::found_with_person:
      return fmt::format("{}: {}", remark.about, remark.why);
    case RemarkCode::voice_not_played:
      return fmt::format("your voice was not played: {}", remark.why);
    case RemarkCode::voice_not_written:
      return fmt::format("your voice was not written: {}", remark.why);
    case RemarkCode::answers_unreadable:
    case RemarkCode::history_set_aside:
      return remark.why;
    case RemarkCode::answers_not_kept:
      return fmt::format("your answers are not kept: {}", remark.why);
    case RemarkCode::nothing_carried:
      return fmt::format("nothing is carried forward from earlier checks: {}", remark.why);
    case RemarkCode::report_not_kept:
      return fmt::format("this check is not kept in the history: {}", remark.why);
    case RemarkCode::figure_not_kept:
      return fmt::format("that the microphone was open is not in the history: {}", remark.why);
  }
  return remark.why;
}

}  // namespace deskready
