#include "reports/words/sentences.h"

#include <array>

#include "config/facts/catalogue.h"
#include "config/facts/fact_key.h"

namespace deskready {
namespace {

constexpr std::string_view pseudo = "qps-plocm";
constexpr std::string_view isolate = "\u2068";
constexpr std::string_view end_isolate = "\u2069";
constexpr std::string_view replacement = "\uFFFD";

std::string filled(std::string_view text, const Arguments& arguments) {
  std::string out;
  while (!text.empty()) {
    const auto open = text.find('{');
    const auto close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) return out + std::string(text);
    out += text.substr(0, open);
    const auto argument = arguments.find(std::string(text.substr(open + 1, close - open - 1)));
    if (argument != arguments.end() && !argument->second.empty()) {
      out += std::string(isolate) + clean(argument->second) + std::string(end_isolate);
    }
    text.remove_prefix(close + 1);
  }
  return out;
}

/// Accented, a third longer, and with its placeholders untouched.
std::string pseudo_text(std::string_view english) {
  static const std::map<char, std::string_view> accents = {{'a', "á"}, {'e', "é"}, {'i', "í"}, {'o', "ó"},
                                                           {'u', "ú"}, {'n', "ñ"}, {'A', "Á"}, {'E', "É"},
                                                           {'O', "Ó"}, {'c', "ç"}};
  if (english.empty()) return {};
  std::string out = "[";
  bool placeholder = false;
  for (const char c : english) {
    placeholder = c == '{' || (placeholder && c != '}');
    const auto accent = accents.find(c);
    if (!placeholder && accent != accents.end()) {
      out += accent->second;
    } else {
      out += c;
    }
  }
  return out + std::string(english.size() / 3, '~') + "]";
}

/// Length of the UTF-8 sequence at the beginning of `text`; 0 when it is none (RFC 3629).
std::size_t sequence_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xC2 && first <= 0xDF   ? 2
                             : first >= 0xE0 && first <= 0xEF ? 3
                             : first >= 0xF0 && first <= 0xF4 ? 4
                                                              : 0;
  if (length == 0 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  const bool overlong = (first == 0xE0 && byte(1) < 0xA0) || (first == 0xF0 && byte(1) < 0x90);
  const bool beyond = (first == 0xED && byte(1) > 0x9F) || (first == 0xF4 && byte(1) > 0x8F);
  return overlong || beyond ? 0 : length;
}

/// C0 and C1 controls and DEL.
bool is_control(std::string_view sequence) {
  const auto first = static_cast<unsigned char>(sequence[0]);
  if (sequence.size() == 1) return first < 0x20 || first == 0x7F;
  return sequence.size() == 2 && first == 0xC2 && static_cast<unsigned char>(sequence[1]) < 0xA0;
}

/// U+200E, U+200F, U+202A..U+202E and U+2066..U+2069.
bool is_direction_mark(std::string_view sequence) {
  static constexpr std::array<std::string_view, 11> marks = {"\u200E", "\u200F", "\u202A", "\u202B",
                                                             "\u202C", "\u202D", "\u202E", "\u2066",
                                                             "\u2067", "\u2068", "\u2069"};
  for (const std::string_view mark : marks) {
    if (sequence == mark) return true;
  }
  return false;
}

}  // namespace

std::string tr(std::string_view language, std::string_view english, const Arguments& arguments) {
  return filled(language == pseudo ? pseudo_text(english) : std::string(english), arguments);
}

std::string unmarked(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view here = text.substr(at);
    if (here.starts_with(isolate) || here.starts_with(end_isolate)) {
      at += isolate.size();
    } else {
      out += text[at++];
    }
  }
  return out;
}

std::string clean(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    const std::string_view sequence = text.substr(0, std::max<std::size_t>(length, 1));
    if (length == 0) {
      out += replacement;
    } else if (is_control(sequence)) {
      out += ' ';
    } else if (!is_direction_mark(sequence)) {
      out += sequence;
    }
    text.remove_prefix(sequence.size());
  }
  return out;
}

std::string_view written_language(std::string_view language) {
  return language == pseudo ? pseudo : "en";
}

std::string_view direction(std::string_view language) {
  for (const std::string_view rtl : {"ur", "ar", "fa", "he"}) {
    if (language.substr(0, language.find('-')) == rtl) return "rtl";
  }
  return language == pseudo ? "rtl" : "ltr";
}

std::string cause_sentence(std::string_view language, Cause cause, const Arguments& arguments) {
  std::string english(info(cause).sentence);
  const auto detail = arguments.find("detail");
  constexpr std::string_view place = ": {detail}";
  if (english.ends_with(place)) {
    if (detail == arguments.end() || detail->second.empty()) {
      english.replace(english.size() - place.size(), place.size(), ".");
    } else if (!detail->second.ends_with('.')) {
      english += '.';
    }
  } else if (detail == arguments.end() && english.find("{detail}") != std::string::npos) {
    english = "It was measured only up to a point.";
  }
  return tr(language, english, arguments);
}

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
