#include "reports/words/finding_words.h"

#include <array>

#include "config/facts/catalogue.h"
#include "config/facts/fact_key.h"
#include "reports/words/cause_words.h"

namespace deskready {
namespace {

/// "the last 14 days, in shifts" for "14d,shifts"; empty for a window of packets.
std::string past_window(std::string_view language, std::string_view window) {
  const auto comma = window.find(',');
  const std::string_view length = window.substr(0, comma);
  if (!length.ends_with('d') && !length.ends_with('h')) return {};
  const Arguments count = {{"count", std::string(length.substr(0, length.size() - 1))}};
  if (comma != std::string_view::npos) {
    return length.ends_with('d') ? tr(language, "the last {count} days, in shifts", count)
                                 : tr(language, "the last {count} hours, in shifts", count);
  }
  return length.ends_with('d') ? tr(language, "the last {count} days", count)
                               : tr(language, "the last {count} hours", count);
}

/// Of many checks' figures; a fact's own statistics go by their name.
std::string statistic_word(std::string_view language, const std::string& statistic) {
  return statistic == "min"   ? tr(language, "lowest")
         : statistic == "max" ? tr(language, "highest")
                              : statistic;
}

/// How much of the time a limit was met.
std::string share_sentence(std::string_view language, const Finding& finding, Arguments all) {
  const auto key = parse_fact_key(finding.key);
  const FactInfo* fact = key ? find_fact(key->name) : nullptr;
  if (fact != nullptr) all["label"] = tr(language, fact->label);
  all["limit"] = expected_words(language, all["limit"]);
  all["window"] = key ? past_window(language, key->window) : std::string();
  return finding.code == "close"
             ? tr(language,
                  "{label}: {limit} in {measured} of {samples} checks of {window}; {expected} is asked for: "
                  "too "
                  "close to call.",
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

}  // namespace

std::string finding_sentence(std::string_view language, const Finding& finding) {
  Arguments all = finding.args;
  all["label"] = label_of(language, finding);
  all["measured"] = measured_words(language, finding.measured);
  all["expected"] = expected_words(language, finding.expected);
  if (finding.outcome == Outcome::not_measured && finding.cause) {
    return cause_sentence(language, *finding.cause, all);
  }
  if (finding.code == "waived") {
    return all["reason"].empty() ? tr(language, "The employer waived this until {until}.", all)
                                 : tr(language, "The employer waived this until {until}: {reason}", all);
  }
  if (finding.code == "other_role") return tr(language, "Asked only of those who work in: {roles}.", all);
  if (finding.code == "other_machine") return tr(language, "Does not apply to this computer. {detail}.", all);
  if (finding.code == "none_of") return tr(language, "None of {expected} fits. {detail}.", all);
  if (finding.code == "no_figure")
    return tr(language, "{label} is {measured}; the list gives no figure.", all);
  if (finding.measured.empty()) return tr(language, "{label}: {expected} is asked for.", all);
  if (finding.key.starts_with("one_of.")) {
    return finding.code == "met"
               ? tr(language, "{measured} fits; asked for: {expected}.", all)
               : tr(language, "{measured} is too close to call; asked for: {expected}.", all);
  }
  if (finding.key.starts_with("ask.")) return answer_sentence(language, all);
  if (const auto key = parse_fact_key(finding.key); key && is_share(*key))
    return share_sentence(language, finding, all);
  if (all.contains("sum")) {
    return tr(language, "{label} is {measured}; {expected} is asked for, which is the sum of {sum}.", all);
  }
  if (finding.code == "met") return tr(language, "{label} is {measured}; {expected} is asked for.", all);
  if (finding.code == "close") {
    return tr(language, "{label} is {measured}; {expected} is asked for: too close to call.", all);
  }
  if (finding.code == "unstable") {
    return tr(language, "{label} was {first}, and {measured} when measured again; {expected} is asked for.",
              all);
  }
  const bool twice = finding.outcome == Outcome::not_met && all.contains("first");
  if (twice) {
    return tr(language, "{label} was {first}, and {measured} when measured again; {expected} is asked for.",
              all);
  }
  if (finding.code == "too_low") {
    return tr(language, "{label} is only {measured}; {expected} is asked for.", all);
  }
  if (finding.code == "too_high") return tr(language, "{label} is {measured}; {expected} is asked for.", all);
  return tr(language, "{label}: {measured}; asked for: {expected}.", all);
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
      return tr(language, "Does not apply");
    case Outcome::waived:
      return tr(language, "Waived");
  }
  const bool shown = !finding.measured.empty() &&
                     (finding.cause == Cause::no_far_end || finding.cause == Cause::other_far_end ||
                      finding.cause == Cause::not_selected);
  return shown ? tr(language, "Shown, not judged") : tr(language, "Could not check");
}

std::string expected_words(std::string_view language, std::string_view expected) {
  struct Form {
    std::string_view sign;
    std::string_view english;
  };
  static constexpr std::array<Form, 4> forms = {{{">= ", "at least {limit}"},
                                                 {"<= ", "at most {limit}"},
                                                 {"> ", "more than {limit}"},
                                                 {"< ", "less than {limit}"}}};
  for (const Form& form : forms) {
    if (expected.starts_with(form.sign)) {
      return unmarked(
          tr(language, form.english, {{"limit", std::string(expected.substr(form.sign.size()))}}));
    }
  }
  if (const auto dots = expected.find(" .. "); dots != std::string_view::npos) {
    return unmarked(tr(
        language, "{low} to {high}",
        {{"low", std::string(expected.substr(0, dots))}, {"high", std::string(expected.substr(dots + 4))}}));
  }
  if (expected.starts_with("not ")) {
    return unmarked(tr(language, "not {names}", {{"names", std::string(expected.substr(4))}}));
  }
  if (expected.starts_with("one of ")) {
    return unmarked(tr(language, "one of {names}", {{"names", std::string(expected.substr(7))}}));
  }
  return measured_words(language, expected);
}

std::string measured_words(std::string_view language, std::string_view measured) {
  if (measured == "yes") return tr(language, "yes");
  if (measured == "no") return tr(language, "no");
  for (const std::string_view bound : {"at least ", "at most "}) {
    if (!measured.starts_with(bound)) continue;
    return unmarked(tr(language, std::string(bound) + "{limit}",
                       {{"limit", std::string(measured.substr(bound.size()))}}));
  }
  return clean(measured);
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
  if (question != finding.args.end() && !question->second.empty()) return clean(question->second);
  const auto parsed = parse_fact_key(finding.key);
  const FactInfo* fact = parsed ? find_fact(parsed->name) : nullptr;
  if (fact == nullptr) return clean(finding.key.starts_with("ask.") ? finding.key.substr(4) : finding.key);
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
  return more.empty() ? label : label + " (" + clean(more) + ")";
}

}  // namespace deskready
