#include "agent/cli/past/history.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <chrono>
#include <memory>

#include "agent/cli/commands.h"
#include "agent/cli/open_history.h"
#include "agent/cli/options.h"
#include "agent/cli/output.h"
#include "agent/cli/past/forget.h"
#include "agent/daemon/readiness/readiness.h"
#include "agent/terminal/talk.h"
#include "config/base/json/json_read.h"
#include "config/base/outward/csv.h"
#include "config/base/outward/outward.h"
#include "config/base/outward/table.h"
#include "config/base/zone/zone.h"
#include "config/spec/rule_key.h"
#include "config/units/length.h"
#include "reports/formats/wrapped.h"
#include "reports/history/history.h"
#include "reports/over_time/trend.h"
#include "reports/words/finding_words.h"
#include "reports/words/verdict_words.h"

namespace deskready {
namespace {

using nlohmann::json;

struct HistoryOptions {
  int count = 20;
  std::string fact;  ///< its trend
  std::string rule;  ///< the hours of the week in which it is met
  bool rules = false;
  bool answers = false;
  bool started = false;               ///< what the person had started anyway
  bool hours = false;                 ///< of the week in which the spec is met
  std::string spec, role, reference;  ///< of the rule; the latest check's where they are empty
  std::string last = "90 d";
  std::string format;  ///< one that shows Document::history, or empty
};

WallTime now() {
  return SystemClock().now();
}

/// What was put together for each format; of `list` its JSON.
int print_as(const HistoryOptions& options, const std::string& text, const std::string& csv,
             const json& list) {
  return print_out(written(chosen_format(options.format, {}, Document::history),
                           {{"text", [&] { return text; }},
                            {"csv", [&] { return csv; }},
                            {"json", [&] { return json_text(list, 2) + "\n"; }}}));
}

std::string local_time(WallTime time) {
  return local_text(time, "%Y-%m-%d %H:%M");
}

/// "2026-11-24 09:30  what", what is said beside the time in lines that fit.
std::string dated(WallTime time, const std::string& what, std::string_view margin = {}) {
  return wrapped(fmt::format("{}{}  ", margin, local_time(time)), what, table_width({}));
}

std::string verdict_of(const std::string& code) {
  const auto verdict = verdict_from(code);
  return verdict ? verdict_word("en", *verdict) : code == not_known ? "Not known" : for_terminal(code);
}

/// "2026-11-24 09:30  softphone started anyway, for Acme (Not ready yet)".
std::string line_of(const StartedAnyway& one, std::string_view margin = {}) {
  return dated(one.at,
               fmt::format("{} started anyway{}{} ({})", for_terminal(one.program),
                           one.job.empty() ? "" : ", for ", for_terminal(one.job), verdict_of(one.verdict)),
               margin);
}

/// Into the lines of checks, the newest first, where it belongs by its time.
std::string with_started(const std::vector<HistoryEntry>& entries, const std::vector<std::string>& lines,
                         const std::vector<StartedAnyway>& started) {
  std::string text;
  auto next = started.rbegin();
  const std::string no_report(10, ' ');
  for (std::size_t i = 0; i < entries.size(); ++i) {
    for (; next != started.rend() && next->at >= entries[i].finished; ++next)
      text += line_of(*next, no_report);
    text += lines[i];
  }
  return text;
}

int started(const History& history, const HistoryOptions& options, WallTime from) {
  const auto all = told(history.started_anyway(from, now() + std::chrono::seconds(1)));
  if (!all) return exit_unable;
  std::string text, csv = "at,job,verdict,program\r\n";
  json list = json::array();
  for (const StartedAnyway& one : *all) {
    text += line_of(one);
    csv += csv_line(std::array{format_time(one.at), one.job, one.verdict, one.program});
    list.push_back(
        {{"at", format_time(one.at)}, {"job", one.job}, {"verdict", one.verdict}, {"program", one.program}});
  }
  return print_as(options, text.empty() ? "Nothing was started anyway in this time.\n" : text, csv, list);
}

int latest(const History& history, const HistoryOptions& options) {
  const auto entries = told(history.latest(options.count));
  if (!entries) return exit_unable;
  const auto since = entries->empty() ? now() : entries->back().finished;
  const auto anyway = told(history.started_anyway(since, now() + std::chrono::seconds(1)));
  if (!anyway) return exit_unable;
  json list = json::array();
  std::string csv = "id,finished,spec,verdict\r\n";
  std::vector<std::vector<std::string>> rows;
  for (const HistoryEntry& entry : *entries) {
    const std::string finished = format_time(entry.finished);
    list.push_back(
        {{"id", entry.id}, {"finished", finished}, {"spec", entry.job.spec}, {"verdict", entry.verdict}});
    csv += csv_line(std::array{entry.id, finished, entry.job.spec, entry.verdict});
    rows.push_back({entry.id.substr(0, 8), local_time(entry.finished), std::string(verdict_of(entry.verdict)),
                    for_terminal(entry.job.spec)});
  }
  constexpr std::size_t most[] = {0, 0, 0, 0};
  const std::string text = with_started(*entries, table_rows(rows, most, table_width({})), *anyway);
  return print_as(options, text.empty() ? "No check has been run yet.\n" : text, csv, list);
}

Unit unit_of(const std::string& text) {
  const auto key = parse_fact_key(text);
  const FactInfo* fact = key ? find_fact(*key) : nullptr;
  return fact == nullptr ? Unit::none : fact->unit;
}

std::string samples_csv(const std::vector<Sample>& samples) {
  std::string text = csv_line(std::array<std::string, 3>{"at", "value", "text"});
  for (const Sample& sample : samples) {
    text += csv_line(std::array{format_time(sample.at), sample.value ? fmt::format("{}", *sample.value) : "",
                                sample.text});
  }
  return text;
}

json samples_json(const std::vector<Sample>& samples) {
  json list = json::array();
  for (const Sample& sample : samples) {
    json one = {{"at", format_time(sample.at)}, {"value", sample.value ? json(*sample.value) : json()}};
    if (!sample.text.empty()) one["text"] = sample.text;
    list.push_back(std::move(one));
  }
  return list;
}

/// A chart of numbers, else a list; empty without samples.
std::string samples_text(const std::vector<Sample>& samples, const std::string& fact) {
  const std::string drawn =
      chart(samples, unit_of(fact), local_zone_or_last(), {.page = text_width(table_width({}))});
  if (!drawn.empty()) return drawn;
  std::string text;
  for (const Sample& sample : samples) text += dated(sample.at, for_terminal(sample.text));
  return text;
}

int trend(const History& history, const HistoryOptions& options, WallTime from) {
  const auto samples = told(history.series(options.fact, from, now() + std::chrono::seconds(1)));
  if (!samples) return exit_unable;
  const std::string text = samples_text(*samples, options.fact);
  // An empty table is an answer for a program; a person is told what there is.
  const Format& format = chosen_format(options.format, {}, Document::history);
  if (&format != formats().front() || !text.empty())
    return print_as(options, text, samples_csv(*samples), samples_json(*samples));
  std::string keys;
  for (const std::string& key : history.keys().value_or(std::vector<std::string>()))
    keys += "  " + key + "\n";
  complain(fmt::format("there is nothing about \"{}\" in this time; the history knows:", options.fact));
  talk(keys);
  return exit_unable;
}

/// The job that the options name, as far as they do: of several the one of the latest check.
JobKey job_for(const History& history, const HistoryOptions& options) {
  for (const JobKey& job : history.jobs().value_or(std::vector<JobKey>())) {
    if (!options.spec.empty() && job.spec != options.spec) continue;
    if (!options.role.empty() && job.role != options.role) continue;
    if (!options.reference.empty() && job.reference != options.reference) continue;
    return job;
  }
  return {options.spec, options.role, options.reference};
}

/// As rules are: what was not decided says nothing.
std::vector<RuleOutcome> outcomes_of(const std::vector<HistoryEntry>& entries, const JobKey& job) {
  std::vector<RuleOutcome> outcomes;
  for (const HistoryEntry& entry : entries) {
    if (entry.job != job) continue;
    const auto verdict = verdict_from(entry.verdict);
    outcomes.push_back({entry.finished, verdict == Verdict::not_ready                ? "not_met"
                                        : !verdict || verdict == Verdict::incomplete ? "not_measured"
                                                                                     : "met"});
  }
  return outcomes;
}

/// Of one rule, or of the whole spec.
int hours_of_week(const History& history, const HistoryOptions& options, WallTime from) {
  const JobKey job = job_for(history, options);
  const std::string& spec = job.spec;
  const WallTime to = now() + std::chrono::seconds(1);
  const auto outcomes =
      told(options.rule.empty() ? history.entries(spec, from, to).map([&](const auto& entries) {
        return outcomes_of(entries, job);
      })
                                : history.outcomes(job, options.rule, from, to));
  if (!outcomes) return exit_unable;
  const WeekShare week = week_share(*outcomes, local_zone_or_last());
  if (week.all().judged == 0) {
    complain(
        options.rule.empty()
            ? fmt::format("no check decided {} in this time; `deskready history` lists them", spec)
            : fmt::format("the rule \"{}\" of {} was never judged in this time; `deskready history --rules` "
                          "lists them",
                          options.rule, spec));
    return exit_unable;
  }
  const std::string what = options.rule.empty() ? spec : options.rule + " of " + spec;
  json list = json::array();
  std::string csv = "at,outcome\r\n";
  for (const RuleOutcome& one : *outcomes) {
    list.push_back({{"at", format_time(one.at)}, {"outcome", one.outcome}});
    csv += csv_line(std::array{format_time(one.at), one.outcome});
  }
  const std::size_t page = text_width(table_width({}));
  return print_as(
      options,
      wrapped("", fmt::format("When {} is met", for_terminal(what)), page) + "\n" + week_table(week, page),
      csv, list);
}

/// As a report says it.
std::string outcome_of(const RuleStanding& rule) {
  const auto outcome = outcome_from(rule.outcome);
  if (!outcome) return for_terminal(rule.outcome);
  Finding finding;
  finding.outcome = *outcome;
  return outcome_word("en", finding);
}

int rules(const History& history, const HistoryOptions& options) {
  const JobKey job = job_for(history, options);
  const auto all = told(history.rules(job));
  if (!all) return exit_unable;
  std::string text, csv = "rule,outcome,failing_since,last_met\r\n";
  json list = json::array();
  const auto utc = [](const std::optional<WallTime>& time) {
    return time ? format_time(*time) : std::string();
  };
  for (const RuleStanding& rule : *all) {
    const std::size_t width = table_width({});
    text += wrapped(fmt::format("{:<18} ", outcome_of(rule)), for_terminal(rule.rule), width);
    std::string since;
    if (rule.failing_since) since = "failing since " + local_time(*rule.failing_since);
    if (rule.outcome != "met" && rule.last_met)
      since += (since.empty() ? "last met " : ", last met ") + local_time(*rule.last_met);
    if (!since.empty()) text += wrapped(std::string(21, ' '), since, width);
    csv += csv_line(std::array{rule.rule, rule.outcome, utc(rule.failing_since), utc(rule.last_met)});
    json one = {{"rule", rule.rule}, {"outcome", rule.outcome}};
    if (rule.failing_since) one["failing_since"] = utc(rule.failing_since);
    if (rule.last_met) one["last_met"] = utc(rule.last_met);
    list.push_back(std::move(one));
  }
  if (text.empty())
    text = job.spec.empty() ? "No rule was judged yet.\n"
                            : fmt::format("No rule of {} was judged yet.\n", for_terminal(job.spec));
  return print_as(options, text, csv, list);
}

int answers(const History& history, const HistoryOptions& options, WallTime from) {
  const auto said = told(history.answers(from, now() + std::chrono::seconds(1)));
  if (!said) return exit_unable;
  std::string text, csv = "at,spec,question,answer\r\n";
  json list = json::array();
  for (const SaidAnswer& one : *said) {
    text += dated(one.at, fmt::format("{}, {}: {}", for_terminal(one.spec), for_terminal(one.question),
                                      for_terminal(one.answer)));
    csv += csv_line(std::array{format_time(one.at), one.spec, one.question, one.answer});
    list.push_back({{"at", format_time(one.at)},
                    {"spec", one.spec},
                    {"question", one.question},
                    {"answer", one.answer}});
  }
  return print_as(options, text.empty() ? "No question was answered in this time.\n" : text, csv, list);
}

int history_command(const HistoryOptions& options) {
  const auto history = open_history();
  if (!history) return exit_unable;
  const auto length = parse_length(options.last);
  constexpr double longest = 100 * 366.0 * 86400;
  if (!length || *length <= 0 || *length > longest) {
    complain("--last: " + (length ? fmt::format("\"{}\" is no length of time to look back", options.last)
                                  : length.error()));
    return exit_unable;
  }
  const WallTime from =
      now() - std::chrono::floor<WallTime::duration>(std::chrono::duration<double>(*length));
  if (!options.fact.empty()) return trend(*history, options, from);
  if (!options.rule.empty() || options.hours) return hours_of_week(*history, options, from);
  if (options.answers) return answers(*history, options, from);
  if (options.started) return started(*history, options, from);
  return options.rules ? rules(*history, options) : latest(*history, options);
}

}  // namespace

void add_history(CLI::App& app, int& code) {
  const auto words = std::make_shared<HistoryOptions>();
  CLI::App* history =
      add_command(app, "history", "Earlier checks, trends, and the hours in which a rule fails",
                  "deskready history --fact network.download --last \"30 d\"");
  history->add_option("--count", words->count, "How many checks to list")->check(CLI::Range(1, 100000));
  history->add_option("--fact", words->fact, "Show how this fact went");
  history->add_option("--rule", words->rule, "Show the hours of the week in which this rule is met");
  history->add_flag("--rules", words->rules, "List the rules, since when they fail and when they last held");
  history->add_flag("--hours", words->hours, "Show the hours of the week in which the spec is met");
  history->add_flag("--answers", words->answers, "List what you answered to the employers' questions");
  history->add_flag("--started", words->started, "List what you had started although it was not ready");
  history->add_option("--for", words->spec, "The spec whose rules are meant; the latest check's by itself");
  history->add_option("--role", words->role, "Of this work, where one spec is checked for several");
  history->add_option("--reference", words->reference, "Under this number of the employer's");
  history->add_option("--last", words->last, "How far back, like \"30 d\"");
  add_format_option(*history, words->format, Document::history);
  add_forget(*history, code);
  history->callback([words, history, &code] {
    if (history->get_subcommands().empty()) code = history_command(*words);
  });
}

}  // namespace deskready
