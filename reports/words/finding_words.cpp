#include "reports/words/finding_words.h"

#include <fmt/format.h>

#include <charconv>
#include <span>

#include "config/base/outward/outward.h"
#include "config/facts/catalogue.h"
#include "config/facts/fact_key.h"
#include "config/spec/rule_key.h"
#include "reports/assess/left_for_a_person.h"
#include "reports/words/cause_words.h"
#include "reports/words/detail_words.h"
#include "reports/words/value_words.h"

namespace deskready {
namespace {

/// "the last 14 days, in shifts" for "14d,shifts"; empty for a window of packets.
std::string past_window(std::string_view language, std::string_view window) {
  const auto comma = window.find(',');
  const std::string_view length = window.substr(0, comma);
  if (!length.ends_with('d') && !length.ends_with('h')) return {};
  std::uint64_t count = 0;
  const auto [end, error] = std::from_chars(length.data(), length.data() + length.size() - 1, count);
  if (error != std::errc()) return {};
  if (comma != std::string_view::npos) {
    return length.ends_with('d')
               ? tr_plural(language, count, "the last day, in shifts", "the last {count} days, in shifts")
               : tr_plural(language, count, "the last hour, in shifts", "the last {count} hours, in shifts");
  }
  return length.ends_with('d') ? tr_plural(language, count, "the last day", "the last {count} days")
                               : tr_plural(language, count, "the last hour", "the last {count} hours");
}

/// Of many checks' figures; a fact's own statistics go by their name.
std::string statistic_word(std::string_view language, const std::string& statistic) {
  return statistic == "min"   ? tr(language, "lowest")
         : statistic == "max" ? tr(language, "highest")
                              : statistic;
}

std::string argument(const Finding& finding, const char* name) {
  const auto found = finding.args.find(name);
  return found != finding.args.end() ? found->second : std::string();
}

/// The plain label of a key's fact, without statistic and window.
std::string label_of_key(std::string_view language, const std::string& key) {
  const std::string name = key.substr(0, key.find_first_of("@#"));
  const FactInfo* info = find_fact(name);
  return info != nullptr ? tr(language, info->label) : name;
}

/// "VPN in use: yes; asked for: no"; without a value "VPN in use could not be checked".
std::string condition_words(std::string_view language, const Lacking& lacking) {
  const FactInfo* info = info_of_key(lacking.key);
  const std::string label = label_of_key(language, lacking.key);
  if (!lacking.measured) return unmarked(tr(language, "{label} could not be checked", {{"label", label}}));
  return unmarked(tr(language, "{label}: {measured}; asked for: {expected}",
                     {{"label", label},
                      {"measured", value_words(language, *lacking.measured, info)},
                      {"expected", limit_words(language, lacking.asked, info, &*lacking.measured)}}));
}

/// "Memory fitted is 4 GB, asked for is at least 8 GB".
std::string shortfall_words(std::string_view language, const Lacking& lacking) {
  const FactInfo* info = info_of_key(lacking.key);
  const std::string label = label_of_key(language, lacking.key);
  if (!lacking.measured) return unmarked(tr(language, "{label} could not be checked", {{"label", label}}));
  return unmarked(tr(language, "{label} is {measured}, asked for is {expected}",
                     {{"label", label},
                      {"measured", value_words(language, *lacking.measured, info)},
                      {"expected", limit_words(language, lacking.asked, info, &*lacking.measured)}}));
}

/// "windows: Memory fitted is 1 GB, asked for is at least 4 GB; linux: …"; of one alternative without its
/// name.
std::string lacking_words(std::string_view language, const Finding& finding) {
  const bool named = finding.outcome == Outcome::not_met;
  std::string words, alternative;
  for (const Lacking& lacking : finding.lacking) {
    if (lacking.alternative.empty()) {
      words += (words.empty() ? "" : ", ") + condition_words(language, lacking);
      continue;
    }
    const bool another = lacking.alternative != alternative;
    if (!words.empty()) words += another && named ? "; " : ", ";
    if (another && named) words += lacking.alternative + ": ";
    alternative = lacking.alternative;
    words += shortfall_words(language, lacking);
  }
  return words;
}

/// The value that a cause's sentence names; for a choice that of what keeps it from being met.
std::string value_at_fault(std::string_view language, const Finding& finding) {
  if (finding.measured) return measured_words(language, finding);
  const std::string fact = argument(finding, "fact");
  for (const Lacking& lacking : finding.lacking) {
    if (lacking.key == fact && lacking.measured)
      return value_words(language, *lacking.measured, info_of_key(lacking.key));
  }
  return {};
}

/// How much of the time a limit was met.
std::string share_sentence(std::string_view language, const Finding& finding, Arguments all) {
  const auto key = parse_fact_key(finding.key);
  const FactInfo* fact = key ? find_fact(key->name) : nullptr;
  if (fact != nullptr) all["label"] = tr(language, fact->label);
  if (finding.limit) all["limit"] = limit_words(language, *finding.limit, fact);
  all["window"] = key ? past_window(language, key->window) : std::string();
  return finding.code == "close"
             ? tr(language,
                  "{label}: {limit} in {measured} of {samples} checks of {window}; {expected} is asked for: "
                  "too close to call.",
                  all)
             : tr(language,
                  "{label}: {limit} in {measured} of {samples} checks of {window}; {expected} is asked for.",
                  all);
}

/// What the person said, and what must be shown beside it.
std::string answer_sentence(std::string_view language, const Arguments& all) {
  const auto evidence = all.find("evidence");
  if (evidence == all.end()) return tr(language, "You answered {measured}; accepted: {expected}.", all);
  return evidence->second == "photo"
             ? tr(language, "You answered {measured}; accepted: {expected}. The employer wants a photo too.",
                  all)
             : tr(language,
                  "You answered {measured}; accepted: {expected}. The employer wants a document too.", all);
}

/// Of a host that is no word of the employer's: whose list it is from.
std::string origin_words(std::string_view language, const Arguments& all) {
  if (!all.contains("source")) return {};
  return " " + tr(language, "The host is of an unofficial list, by {source} of {published}.", all);
}

/// What was measured against what was asked for.
std::string figure_sentence(std::string_view language, const Finding& finding, const Arguments& all) {
  if (all.contains("port") && !all.contains("detail"))
    return tr(language, "{label}: {host} cannot be reached by {port}.", all) + origin_words(language, all);
  if (all.contains("port"))
    return tr(language, "{label}: {host} cannot be reached by {port}: {detail}.", all) +
           origin_words(language, all);
  if (all.contains("sum"))
    return tr(language, "{label} is {measured}; {expected} is asked for, which is the sum of {sum}.", all);
  if (finding.code == "met") return tr(language, "{label} is {measured}; {expected} is asked for.", all);
  if (finding.code == "close")
    return tr(language, "{label} is {measured}; {expected} is asked for: too close to call.", all);
  const bool failed_twice = finding.outcome == Outcome::not_met && finding.first;
  if ((finding.code == "unstable" || failed_twice) && all.contains("attempts")) {
    return tr(
        language,
        "{label} failed in {failed} of {attempts} measurements and was {measured} in the last; {expected} "
        "is asked for.",
        all);
  }
  if (finding.code == "unstable" || failed_twice) {
    return tr(language, "{label} was {first}, and {measured} when measured again; {expected} is asked for.",
              all);
  }
  if (finding.code == "too_low")
    return tr(language, "{label} is only {measured}; {expected} is asked for.", all);
  if (finding.code == "too_high") return tr(language, "{label} is {measured}; {expected} is asked for.", all);
  return tr(language, "{label}: {measured}; asked for: {expected}.", all);
}

}  // namespace

std::string finding_detail(std::string_view language, const Finding& finding) {
  if (finding.cause) {
    if (std::string told = cause_detail(language, *finding.cause, finding.args); !told.empty()) return told;
  }
  if (!argument(finding, "detail").empty()) return detail_sentence(language, finding.args);
  const std::string roles = argument(finding, "roles");
  if (finding.code == "role_not_said") {
    return unmarked(
        tr(language, "for which work was not said; name it with --role {roles}", {{"roles", roles}}));
  }
  if (finding.code == "role_unknown") {
    return unmarked(tr(language, "\"{role}\" is none of the roles {roles}",
                       {{"role", argument(finding, "role")}, {"roles", roles}}));
  }
  if (finding.code == "answer_not_said") return argument(finding, "asked");
  if (finding.code == "was_paused") return tr(language, "the check was paused meanwhile");
  if (finding.code == "computer_busy") return tr(language, "the computer was too busy meanwhile");
  if (finding.cause == Cause::weak_evidence) {
    return argument(finding, "evidence") == "witnessed" ? tr(language, "by the far end")
                                                        : tr(language, "by a challenge");
  }
  if (finding.cause == Cause::evidence) {
    return argument(finding, "evidence") == "photo" ? tr(language, "a photo") : tr(language, "a document");
  }
  if (finding.cause == Cause::too_old) return argument(finding, "measured_at");
  if (finding.cause == Cause::measured_only_up_to || finding.cause == Cause::unknown_name) {
    if (const std::string value = value_at_fault(language, finding); !value.empty()) return value;
    const auto key = parse_fact_key(finding.key);
    if (finding.cause == Cause::unknown_name && key && find_fact(key->name) == nullptr) return key->name;
  }
  return lacking_words(language, finding);
}

std::string finding_sentence(std::string_view language, const Finding& finding) {
  Arguments all = finding.args;
  all["label"] = label_of(language, finding);
  all["measured"] = measured_words(language, finding);
  all["expected"] = expected_words(language, finding);
  if (finding.first) all["first"] = value_words(language, *finding.first, info_of(finding));
  if (std::string detail = finding_detail(language, finding); !detail.empty())
    all["detail"] = std::move(detail);
  if (finding.outcome == Outcome::not_measured && all.contains("port") && all.contains("detail"))
    all["detail"] = tr(language, "{host} by {port}: {detail}", all);
  if (finding.outcome == Outcome::not_measured && finding.cause)
    return cause_sentence(language, *finding.cause, all) + origin_words(language, all);
  if (finding.code == "waived") {
    return all["reason"].empty() ? tr(language, "The employer waived this until {until}.", all)
                                 : tr(language, "The employer waived this until {until}: {reason}", all);
  }
  if (finding.code == "other_role") return tr(language, "Asked only of those who work in: {roles}.", all);
  if (finding.code == "other_answer")
    return tr(language, "Does not apply: to \"{question}\" you answered {answer}.",
              {{"question", argument(finding, "asked")}, {"answer", argument(finding, "answer")}});
  if (finding.code == "other_machine") return tr(language, "Does not apply to this computer. {detail}.", all);
  if (finding.code == "none_of") return tr(language, "None of {expected} fits. {detail}.", all);
  if (finding.code == left_for_a_person)
    return tr(language,
              "{label}: not checked this time; it takes you: run the check with --guided, in a terminal.",
              all);
  if (finding.code == "no_figure")
    return tr(language, "{label} is {measured}; the list gives no figure.", all);
  if (!finding.measured) return tr(language, "{label}: {expected} is asked for.", all);
  if (finding.key.starts_with("one_of.")) {
    return finding.code == "met"
               ? tr(language, "{measured} fits; asked for: {expected}.", all)
               : tr(language, "{measured} is too close to call; asked for: {expected}.", all);
  }
  if (finding.key.starts_with("ask.")) return answer_sentence(language, all);
  if (finding.limit) return share_sentence(language, finding, all);
  std::string sentence = figure_sentence(language, finding, all);
  if (all.contains("looked")) sentence += " " + tr(language, "The figure is the mean of {looked} s.", all);
  return sentence;
}

std::string outcome_word(std::string_view language, const Finding& finding) {
  switch (finding.outcome) {
    case Outcome::met:
      return tr(language, "OK");
    case Outcome::not_met:
      return tr(language, "Not met");
    case Outcome::borderline:
      return tr(language, "Too close to call");
    case Outcome::not_measured:
      break;
    case Outcome::not_applicable:
      return finding.code == left_for_a_person ? tr(language, "Not checked this time")
                                               : tr(language, "Does not apply");
    case Outcome::waived:
      return tr(language, "Waived");
  }
  const bool shown =
      finding.measured && (finding.cause == Cause::no_far_end || finding.cause == Cause::other_far_end ||
                           finding.cause == Cause::not_selected);
  return shown ? tr(language, "Shown, not judged") : tr(language, "Could not check");
}

namespace {

/// "windows or linux or mac". By halves: one by one, thousands of them would take the square of their length.
std::string either_words(std::string_view language, std::span<const std::string> alternatives) {
  if (alternatives.empty()) return {};
  if (alternatives.size() == 1) return alternatives.front();
  const std::size_t half = alternatives.size() / 2;
  return unmarked(tr(language, "{alternatives} or {another}",
                     {{"alternatives", either_words(language, alternatives.first(half))},
                      {"another", either_words(language, alternatives.subspan(half))}}));
}

}  // namespace

std::string expected_words(std::string_view language, const Finding& finding) {
  if (finding.key.starts_with("ask."))
    return for_terminal(fmt::format("{}", fmt::join(finding.asked.texts, ", ")));
  if (finding.key.starts_with("one_of.")) return for_terminal(either_words(language, finding.asked.texts));
  return limit_words(language, finding.asked, info_of(finding),
                     finding.measured ? &*finding.measured : nullptr);
}

std::string asked_words(std::string_view language, const Finding& finding) {
  const std::string asked = expected_words(language, finding);
  if (!finding.limit) return asked;
  const auto key = parse_fact_key(finding.key);
  const FactInfo* fact = key ? find_fact(key->name) : nullptr;
  return unmarked(tr(language, "{limit} in {share} of checks",
                     {{"limit", limit_words(language, *finding.limit, fact)}, {"share", asked}}));
}

std::string measured_words(std::string_view language, const Finding& finding) {
  return finding.measured ? value_words(language, *finding.measured, info_of(finding)) : std::string();
}

namespace {

/// Which browser or program a fact is about: "firefox" of "system.browser.firefox.version"; else empty.
std::string named_in(std::string_view name, const FactInfo& fact) {
  constexpr std::string_view any = "<name>";
  const auto begin = fact.name.find(any);
  if (begin == std::string_view::npos || name.size() + any.size() < fact.name.size()) return {};
  return std::string(name.substr(begin, name.size() + any.size() - fact.name.size()));
}

}  // namespace

std::string label_of(std::string_view language, const Finding& finding) {
  const auto question = finding.args.find("question");
  if (question != finding.args.end() && !question->second.empty()) return for_terminal(question->second);
  const auto parsed = parse_fact_key(finding.key);
  const FactInfo* fact = parsed ? find_fact(parsed->name) : nullptr;
  if (fact == nullptr)
    return for_terminal(finding.key.starts_with("ask.") ? finding.key.substr(4) : finding.key);
  std::string label = tr(language, fact->label);
  std::string more = named_in(parsed->name, *fact);
  if (!parsed->target.empty()) more += (more.empty() ? "" : ", ") + parsed->target;
  if (finding.args.contains("path"))
    more += (more.empty() ? "" : ", ") + tr(language, "asked for as half, one way");
  const std::string past = unmarked(past_window(language, parsed->window));
  const bool plain = parsed->statistic.empty() || is_share(*parsed);
  const auto add = [&](const std::string& text) { more += (more.empty() ? "" : ", ") + text; };
  if (!past.empty()) {
    add(unmarked(plain ? tr(language, "over {window}", {{"window", past}})
                       : tr(language, "{statistic} of {window}",
                            {{"statistic", statistic_word(language, parsed->statistic)}, {"window", past}})));
  } else {
    if (!plain) add(parsed->statistic);
    if (!parsed->window.empty()) add(parsed->window);
  }
  return more.empty() ? label : label + " (" + for_terminal(more) + ")";
}

}  // namespace deskready
