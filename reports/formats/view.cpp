#include "reports/formats/view.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "config/base/json_read.h"
#include "config/base/text.h"
#include "config/facts/catalogue.h"
#include "config/facts/fact_key.h"
#include "reports/words/finding_words.h"
#include "reports/words/local_time.h"

namespace deskready {
namespace {

std::string for_whom(const Report& report) {
  std::string whom = report.employer.empty() ? report.spec_name : report.employer;
  if (!report.role.empty()) whom += ", " + report.role;
  return whom;
}

std::string undecided_headline(const Report& report, std::string_view language) {
  const auto missing =
      std::count_if(report.findings.begin(), report.findings.end(), [](const Finding& finding) {
        return finding.level == Level::require && finding.outcome == Outcome::not_measured;
      });
  if (missing == 0) return tr(language, "NOT DECIDED YET: nothing that is required was judged");
  if (missing == 1) return tr(language, "NOT DECIDED YET: 1 check missing");
  return tr(language, "NOT DECIDED YET: {count} checks missing", {{"count", std::to_string(missing)}});
}

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

void say_verdict(View& view, const Report& report, std::string_view language) {
  const Headlines& line = headlines[static_cast<std::size_t>(report.verdict)];
  const std::string said =
      tr(language, report.baseline ? line.baseline : line.employer,
         {{"whom", for_whom(report)}, {"kind", report.spec_name.substr(0, report.spec_name.find('-'))}});
  const auto note = [&](const std::string& text) { view.note += (view.note.empty() ? "" : " ") + text; };
  if (report.verdict == Verdict::incomplete) {
    view.headline = undecided_headline(report, language);
    note(said);
  } else {
    view.headline = said;
  }
  if (!report.baseline && report.reading == "unofficial") {
    note(tr(language, "This is a reading of a published list; the employer has not confirmed it."));
  }
  if (report.spec_expired) {
    note(tr(language, "The list is past its date: ask the employer for a newer one."));
  }
  if (report.interrupted) note(tr(language, "The check was stopped before its end."));
}

enum class WordedEffort { answer, plug, move, close, repeat, other, buy };

bool mentions(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

/// How much an advice asks of the person, from its English words: specs say no more about it.
WordedEffort effort_of(std::string_view english) {
  const std::string text = lower(english);
  if (mentions(text, {"buy", "provider", "order", "fit more", "replace", "upgrade", "use a computer",
                      "another computer", "new computer", "new headset", "faster line"}))
    return WordedEffort::buy;
  if (mentions(text, {"answer", "agree", "--guided"})) return WordedEffort::answer;
  if (mentions(text, {"plug", "connect", "unmute", "cable", "switch on", "turn on"}))
    return WordedEffort::plug;
  if (mentions(text, {"move", "windows and doors", "closer"})) return WordedEffort::move;
  if (mentions(text, {"close", "stop ", "delete", "switch off", "turn off", "uninstall"}))
    return WordedEffort::close;
  if (mentions(text, {"again", "run the", "restart"})) return WordedEffort::repeat;
  return WordedEffort::other;
}

struct Advice {
  WordedEffort effort;
  Level level;
  ToDo to_do;
};

/// The catalogue's advice on the finding's fact; empty when it has none.
std::string_view catalogue_advice(const Finding& finding) {
  const auto key = parse_fact_key(finding.key);
  const FactInfo* info = key ? find_fact(key->name) : nullptr;
  return info == nullptr ? std::string_view() : info->fix;
}

/// "at least 25 Mbit/s", or of a share "at least 25 Mbit/s in at least 95 % of checks".
std::string asked_words(std::string_view language, const Finding& finding) {
  const std::string asked = expected_words(language, finding.expected);
  const auto limit = finding.args.find("limit");
  if (limit == finding.args.end()) return asked;
  return unmarked(tr(language, "{limit} in {share} of checks",
                     {{"limit", expected_words(language, limit->second)}, {"share", asked}}));
}

std::string general_advice(const Finding& finding, std::string_view language) {
  // What is asked for stands below it, with what was found.
  if (const auto advice = catalogue_advice(finding); !advice.empty()) return tr(language, advice);
  if (finding.key.starts_with("ask.")) {
    return tr(language, "Ask the employer what to do about your answer to: {question}",
              {{"question", label_of(language, finding)}});
  }
  return tr(language, "Bring this up to what is asked for: {label} ({expected}).",
            {{"label", label_of(language, finding)}, {"expected", asked_words(language, finding)}});
}

void add(std::vector<Advice>& all, WordedEffort effort, const Finding& finding, std::string text,
         std::string about) {
  if (text.empty()) return;
  auto same = std::find_if(all.begin(), all.end(), [&](const Advice& a) { return a.to_do.text == text; });
  if (same == all.end()) same = all.insert(all.end(), {effort, finding.level, {std::move(text), {}}});
  same->level = std::min(same->level, finding.level);
  auto& abouts = same->to_do.about;
  if (!about.empty() && std::find(abouts.begin(), abouts.end(), about) == abouts.end())
    abouts.push_back(std::move(about));
}

/// Since when it fails and when it last held, where the history knew.
std::string since_sentence(const Finding& finding, const RenderOptions& options) {
  const auto time = [&](const char* name) {
    const auto found = finding.args.find(name);
    if (found == finding.args.end()) return std::string();
    const auto read = parse_time(found->second);
    return read ? local_time(options.language, *read, options.zone) : std::string();
  };
  const std::string since = time("failing_since"), met = time("last_met");
  const Arguments all = {{"since", unmarked(since)}, {"met", unmarked(met)}};
  if (!since.empty() && !met.empty())
    return tr(options.language, "Not met since {since}; last met {met}.", all);
  if (!since.empty()) return tr(options.language, "Not met since {since}.", all);
  return met.empty() ? std::string() : tr(options.language, "Last met {met}.", all);
}

std::vector<ToDo> to_do(const Report& report, const RenderOptions& options) {
  const std::string_view language = options.language;
  const bool headset_missing =
      std::any_of(report.findings.begin(), report.findings.end(), [](const Finding& finding) {
        return finding.key == "audio.headset.present" && finding.outcome == Outcome::not_met;
      });
  std::vector<Advice> all;
  for (const Finding& finding : report.findings) {
    if (finding.outcome == Outcome::not_met || finding.outcome == Outcome::borderline) {
      const std::string_view own = text_in(finding.fix, "en");
      const std::string_view english = own.empty() ? catalogue_advice(finding) : own;
      const std::string fix = clean(text_in(finding.fix, language));
      // The employer's own words may be in another language than the page.
      std::string text = fix.empty() ? general_advice(finding, language) : "\u2068" + fix + "\u2069";
      const bool ask_only = fix.empty() && finding.key.starts_with("ask.");
      std::string about = finding_sentence(language, finding);
      if (const std::string since = since_sentence(finding, options); !since.empty()) about += " " + since;
      add(all, ask_only ? WordedEffort::answer : effort_of(english), finding, std::move(text),
          std::move(about));
    } else if (finding.outcome == Outcome::not_measured && finding.cause) {
      // The missing headset's own line says to plug one in already.
      if (headset_missing && finding.cause == Cause::no_device) continue;
      const std::string_view action = info(*finding.cause).action;
      const WordedEffort effort =
          finding.cause == Cause::not_asked ? WordedEffort::answer : effort_of(action);
      add(all, effort, finding, tr(language, action), {});
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const Advice& a, const Advice& b) {
    return std::pair(a.effort, a.level) < std::pair(b.effort, b.level);
  });
  std::vector<ToDo> ordered;
  for (Advice& advice : all) ordered.push_back(std::move(advice.to_do));
  return ordered;
}

/// Since when the heavy parts of a check of the background service wait; empty when they do not.
std::string waits_since(const Finding& finding, const RenderOptions& options) {
  const auto since = finding.args.find("since");
  if (since == finding.args.end()) return {};
  const auto time = parse_time(since->second);
  if (!time) return {};
  return " " + tr(options.language, "It waits since {time}.",
                  {{"time", local_time(options.language, *time, options.zone)}});
}

std::vector<NotChecked> not_checked(const Report& report, const RenderOptions& options) {
  const std::string_view language = options.language;
  std::vector<NotChecked> groups;
  for (const Finding& finding : report.findings) {
    if (finding.outcome != Outcome::not_measured) continue;
    const std::string sentence = finding_sentence(language, finding) + waits_since(finding, options);
    auto group = std::find_if(groups.begin(), groups.end(),
                              [&](const NotChecked& g) { return g.sentence == sentence; });
    if (group == groups.end()) group = groups.insert(groups.end(), {sentence, {}});
    const std::string label = label_of(language, finding);
    auto& labels = group->labels;
    if (std::find(labels.begin(), labels.end(), label) == labels.end()) labels.push_back(label);
  }
  return groups;
}

/// Only beside a rule about the line that did not go well: else there is nothing to explain.
bool line_in_trouble(const Report& report) {
  return std::any_of(report.findings.begin(), report.findings.end(), [](const Finding& finding) {
    return finding.key.starts_with("network.") && finding.outcome != Outcome::met &&
           finding.outcome != Outcome::not_applicable && finding.outcome != Outcome::waived;
  });
}

std::string fault_line(const Report& report, std::string_view language) {
  const std::string place = text_of(report.conditions, "fault");
  const std::string trouble = text_of(report.conditions, "fault_trouble");
  if (place.empty() || place == "none" || !line_in_trouble(report)) return {};
  const Unit unit = trouble == "loss" ? Unit::ratio : Unit::second;
  const auto figure = [&](const char* name) {
    const auto number = number_of(report.conditions, name);
    return number ? format_quantity(*number, unit, 2) : std::string();
  };
  const std::string where =
      place == "computer" ? tr(language, "The trouble lies in this computer: it was busy with other things.")
      : place == "home_network"
          ? tr(language, "The trouble lies at home, between this computer and the router.")
      : place == "far_end"
          ? tr(language, "The trouble lies at the employer's far end.")
          : tr(language, "The trouble lies beyond the router: with the provider, or further on.");
  const std::string what = trouble == "loss"     ? tr(language, "Lost packets")
                           : trouble == "delay"  ? tr(language, "Delay")
                           : trouble == "jitter" ? tr(language, "Jitter")
                                                 : tr(language, "Delay added by load");
  const std::string whole = figure("fault_whole"), home = figure("fault_home");
  if (whole.empty() || home.empty()) return where;
  return where + " " +
         tr(language, "{what}: {whole} to the far end, {home} to the router.",
            {{"what", what}, {"whole", whole}, {"home", home}});
}

/// The weakest voucher counts; what the person said stands apart.
std::string trust_line(const Report& report, std::string_view language) {
  const bool recorded = std::any_of(report.facts.known.begin(), report.facts.known.end(),
                                    [](const auto& entry) { return entry.second.detail.contains("source"); });
  if (recorded) return tr(language, "Judged from recorded figures; nobody has confirmed them.");
  std::optional<Trust> weakest;
  for (const Finding& finding : report.findings) {
    if (finding.measured.empty() || finding.trust == Trust::declared) continue;
    if (finding.trust == Trust::disputed) {
      return tr(language, "The far end saw something else than this computer: these figures are disputed.");
    }
    weakest = std::min(weakest.value_or(finding.trust), finding.trust);
  }
  if (!weakest) return tr(language, "Nothing was measured.");
  if (*weakest == Trust::witnessed) {
    return tr(language, "Measured by this computer and confirmed by the far end.");
  }
  if (*weakest == Trust::challenged) {
    return tr(language, "Measured by this computer for a challenge of the employer's.");
  }
  return tr(language, "Measured by this computer; nobody else has confirmed it.");
}

/// A heuristic says that it is one.
std::string inferred_line(const std::vector<Row>& rows, std::string_view language) {
  std::vector<std::string> labels;
  for (const Row& row : rows) {
    const auto key = parse_fact_key(row.finding->key);
    const FactInfo* info = key ? find_fact(key->name) : nullptr;
    if (info == nullptr || info->known != Known::heuristic || row.measured.empty()) continue;
    if (std::find(labels.begin(), labels.end(), row.label) == labels.end()) labels.push_back(row.label);
  }
  if (labels.empty()) return {};
  return tr(language, "Worked out from signs, which can mislead: {labels}.",
            {{"labels", fmt::format("{}", fmt::join(labels, ", "))}});
}

std::string dates(const Report& report, const RenderOptions& options) {
  std::string spec = report.spec_name;
  if (!report.spec_version.empty()) spec += " " + report.spec_version;
  return tr(options.language, "{time}. Judged by {spec}. Data used: {data}.",
            {{"time", local_time(options.language, report.started, options.zone)},
             {"spec", spec},
             {"data", format_quantity(static_cast<double>(report.cost.bytes), Unit::byte, 2)}});
}

std::string interval_words(std::string_view language, const FactInfo& info, const Fact& fact) {
  if (!fact.low || !fact.high || *fact.low == *fact.high) return {};
  return tr(
      language, "{low} to {high}",
      {{"low", format_quantity(*fact.low, info.unit)}, {"high", format_quantity(*fact.high, info.unit)}});
}

/// For what an earlier check had measured.
std::string age_words(std::string_view language, const Report& report, const Fact& fact) {
  const auto minutes = std::chrono::floor<std::chrono::minutes>(report.started - fact.at).count();
  if (minutes < 1) return {};
  if (minutes < 90)
    return tr(language, "measured {count} minutes earlier", {{"count", std::to_string(minutes)}});
  const auto hours = (minutes + 30) / 60;
  return hours < 48
             ? tr(language, "measured {count} hours earlier", {{"count", std::to_string(hours)}})
             : tr(language, "measured {count} days earlier", {{"count", std::to_string((hours + 12) / 24)}});
}

Row row_of(const Report& report, const Finding& finding, std::string_view language) {
  Row row;
  row.finding = &finding;
  row.fact = report.facts.find(finding.key);
  row.label = label_of(language, finding);
  row.measured = measured_words(language, finding.measured);
  if (row.fact != nullptr) row.age = age_words(language, report, *row.fact);
  row.asked = asked_words(language, finding);
  row.word = outcome_word(language, finding);
  const auto key = parse_fact_key(finding.key);
  const FactInfo* info = key ? find_fact(*key) : nullptr;
  if (info != nullptr && row.fact != nullptr && std::holds_alternative<double>(row.fact->value)) {
    row.interval = interval_words(language, *info, *row.fact);
  }
  return row;
}

/// Where the fact stands in the catalogue, whose order is the one that people expect.
std::ptrdiff_t place_of(const Row& row) {
  const auto key = parse_fact_key(row.finding->key);
  const FactInfo* info = key ? find_fact(key->name) : nullptr;
  return info != nullptr ? info - catalogue().data() : std::ssize(catalogue());
}

}  // namespace

View view_of(const Report& report, const RenderOptions& options) {
  const std::string_view language = options.language;
  View view;
  say_verdict(view, report, language);
  view.to_do = to_do(report, options);
  view.not_checked = not_checked(report, options);
  view.fault = fault_line(report, language);
  view.trust = trust_line(report, language);
  view.dates = dates(report, options);
  for (const Finding& finding : report.findings) {
    (finding.key.starts_with("ask.") ? view.told : view.rows).push_back(row_of(report, finding, language));
  }
  std::stable_sort(view.rows.begin(), view.rows.end(),
                   [](const Row& a, const Row& b) { return place_of(a) < place_of(b); });
  view.inferred = inferred_line(view.rows, language);
  return view;
}

}  // namespace deskready
