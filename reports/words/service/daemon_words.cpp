#include "reports/words/service/daemon_words.h"

#include <array>
#include <utility>

#include "config/base/zone/zone.h"
#include "reports/assess/outcome.h"
#include "reports/words/finding_words.h"
#include "reports/words/language.h"

namespace deskready {
namespace {

constexpr auto reason_table = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"was_away", "the computer was off or asleep, or its clock was set"},
    {"too_late", "the computer came back too late before the shift for a full check"},
    {"made_up", "one check made up for all that were missed"},
    {"just_checked", "another check had begun shortly before"},
    {"full_is_near", "the full check is near"},
    {"once_a_shift", "there was a full check for this shift already"},
    {"quiet_hours", "quiet hours"},
    {"waited_in_vain", "another check ran until it was too late"},
    {"another_ran", "another check was running"},
    {"nothing_checked_yet", "nothing was checked yet"},
    {"paused", "checks were paused"},
    {"in_call", "a call is on"},
    {"metered", "the line is metered"},
    {"on_battery", "the computer runs on battery"},
    {"other_traffic", "other programs use the line"},
    {"day_spent", "the data allowance of the day is used up"},
    {"month_spent", "the data allowance of the month is used up"},
});

struct Sentences {
  std::string_view of_job, since;
};

constexpr std::array<Sentences, 4> by_verdict = {{
    {"Ready for {job}", "Ready since {time}"},
    {"Ready for {job}, with a warning", "Ready, with a warning, since {time}"},
    {"Not decided yet for {job}", "Not decided yet since {time}"},
    {"Not ready for {job}", "Not ready since {time}"},
}};

const Sentences& sentences_of(Verdict verdict) {
  return by_verdict[static_cast<std::size_t>(verdict)];
}

std::string how_it_ended(std::string_view language, const CheckTrouble& trouble) {
  if (!trouble.not_started.empty()) return trouble.not_started;
  return unmarked(trouble.by_signal ? tr(language, "it was ended by {end}", {{"end", trouble.end}})
                                    : tr(language, "it ended with {end}", {{"end", trouble.end}}));
}

std::string reason_and_fix(const std::string& reason, const std::string& fix) {
  return fix.empty() ? reason : reason + " " + fix;
}

}  // namespace

std::string reason_words(std::string_view language, std::string_view code) {
  for (const auto& [known, english] : reason_table) {
    if (known == code) return tr(language, english);
  }
  return std::string(code);
}

std::string headline(std::string_view language, std::string_view verdict, std::string_view job) {
  return unmarked(
      tr(language, sentences_of(verdict_or_undecided(verdict)).of_job, {{"job", std::string(job)}}));
}

std::string last_found_words(std::string_view language, const LastFound& found) {
  const auto verdict = verdict_from(found.verdict);
  if (!verdict) return tr(language, "Nothing was checked yet.");
  const std::string text = unmarked(tr(language, sentences_of(*verdict).since, {{"time", found.since}}));
  if (*verdict == Verdict::ready || found.reason.empty()) return text + ".";
  return text + ": " + reason_and_fix(found.reason, found.fix);
}

std::string not_known_words(std::string_view language, NotKnown why, const std::string& since) {
  switch (why) {
    case NotKnown::never_checked:
      return tr(language, "Not known, for nothing was checked yet.");
    case NotKnown::no_end:
      return tr(language, "Not known, for the last check does not say how long it holds.");
    case NotKnown::too_old:
      break;
  }
  return unmarked(tr(language, "Not known since {time}, for the last check is too old.", {{"time", since}}));
}

std::string notice_title(std::string_view language, std::string_view verdict, std::string_view job) {
  if (verdict != "ready") return headline(language, verdict, job);
  return unmarked(tr(language, "Ready again for {job}", {{"job", std::string(job)}}));
}

std::string notice_text(std::string_view language, std::string_view verdict, const std::string& reason,
                        const std::string& fix) {
  if (verdict == "ready") return tr(language, "Everything that is asked for was found.");
  return reason_and_fix(reason, fix);
}

std::string about_words(std::string_view language, const Finding& finding, const std::string& sentence) {
  const std::string label = unmarked(label_of(language, finding));
  if (finding.outcome != Outcome::not_measured || label.empty()) return sentence;
  return label + (label.ends_with('?') ? " " : ": ") + sentence;
}

std::string check_first_words(std::string_view language) {
  return tr(language, "Check this computer: deskready trigger");
}

std::string nothing_judged_words(std::string_view language) {
  return tr(language, "Nothing that is required was judged.");
}

std::string undecided_step_words(std::string_view language, const Finding& finding,
                                 const std::string& advice) {
  if (finding.code == "role_not_said") {
    return tr(language,
              "Name the role in this job of your settings, then deskready reload and deskready trigger.");
  }
  if (finding.cause == Cause::no_far_end) {
    return tr(language,
              "Ask the employer for a far end and name it in this job of your settings (far_end), then "
              "deskready reload and deskready trigger.");
  }
  if (finding.cause == Cause::not_asked || finding.cause == Cause::refused) {
    return finding.key.starts_with("ask.")
               ? tr(language,
                    "Run deskready check in a terminal and answer its questions, then deskready trigger.")
               : tr(language,
                    "Run deskready check --guided in a terminal and do what it asks, then deskready "
                    "trigger.");
  }
  if (!advice.empty()) return advice;
  if (finding.cause == Cause::budget)
    return tr(language,
              "Run deskready check in a terminal, which has data of its own, then deskready trigger.");
  if (finding.cause == Cause::unsupported)
    return tr(language, "Ask the employer how else you can show it: this computer cannot.");
  if (finding.cause == Cause::no_permission || finding.cause == Cause::condition ||
      finding.cause == Cause::failed)
    return tr(language, "Put right what is named here, then check again: deskready trigger");
  return check_first_words(language);
}

std::string service_state_words(std::string_view language, const ServiceState& state) {
  std::string line = state.verdict.empty() ? tr(language, "Nothing was checked yet")
                                           : headline(language, state.verdict, state.job);
  if (state.checking) {
    line += tr(language, "; checking now");
  } else if (state.paused) {
    line += state.until ? tr(language, "; paused until {time}", {{"time", short_local_time(*state.until)}})
                        : tr(language, "; paused until told to resume");
  } else if (state.next) {
    line += tr(language, "; next check {time}", {{"time", short_local_time(*state.next)}});
  }
  if (state.held_since) {
    line += tr(
        language, "; the full check waits since {time}: {reason}",
        {{"time", short_local_time(*state.held_since)}, {"reason", reason_words(language, state.held_for)}});
  }
  return unmarked(line);
}

std::string stopping_words(std::string_view language) {
  return tr(language, "the service is stopping");
}

std::string file_changed_words(std::string_view language, bool replaced) {
  return replaced ? tr(language, "the program was replaced; going on as the new one")
                  : tr(language, "the program was removed");
}

std::string pause_dropped_words(std::string_view language, const std::string& written) {
  return unmarked(
      tr(language,
         "paused_until is {written}, which is no time, so the pause is over; `deskready pause` begins "
         "another",
         {{"written", written}}));
}

std::string spec_trouble_words(std::string_view language, const std::string& spec, const std::string& why) {
  return unmarked(
      tr(language,
         "The job for {spec} cannot be checked, the others are; mend its spec, then deskready reload. "
         "What is wrong with it: {why}",
         {{"spec", spec}, {"why", why}}));
}

std::string role_trouble_words(std::string_view language, const std::string& spec, const std::string& why) {
  return unmarked(
      tr(language,
         "The job for {spec} names a role that is unknown, so its checks cannot decide what is asked of some "
         "roles only; mend its role, then deskready reload. What is wrong with it: {why}",
         {{"spec", spec}, {"why", why}}));
}

std::string trouble_words(std::string_view language, const CheckTrouble& trouble) {
  switch (trouble.code) {
    case Trouble::too_long:
      return tr(language,
                "The last check did not end by itself: it took more than 15 minutes and was stopped.");
    case Trouble::service_stopped:
      return tr(language, "The last check did not end by itself: the service was stopped.");
    case Trouble::paused:
      return tr(language, "The last check did not end by itself: you paused the checks.");
    case Trouble::no_report:
      return unmarked(tr(language, "The last check failed: {how}, and {report}.",
                         {{"how", how_it_ended(language, trouble)}, {"report", trouble.error}}));
    case Trouble::not_kept:
      return trouble.error;
  }
  return {};
}

std::string short_local_time(WallTime time) {
  return local_text(time, "%a %e %b, %H:%M");
}

}  // namespace deskready
