#include "agent/cli/past/history_commands.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <array>
#include <chrono>
#include <memory>

#include "agent/check/answers.h"
#include "agent/cli/commands.h"
#include "agent/cli/options.h"
#include "agent/cli/output.h"
#include "agent/cli/past/own_history.h"
#include "config/base/csv.h"
#include "config/base/folders.h"
#include "config/base/json_read.h"
#include "config/base/zone.h"
#include "config/spec/rule_key.h"
#include "reports/history/history.h"
#include "reports/history/trend.h"

namespace deskready {
namespace {

using nlohmann::json;

constexpr int chart_width = 60;
constexpr int chart_height = 6;

/// The history, or nothing after complaining.
std::optional<History> opened() {
  auto history = own_history();
  if (!history) {
    complain(history.error());
    return std::nullopt;
  }
  return std::move(*history);
}

template <typename Value>
std::optional<Value> told(tl::expected<Value, std::string> value) {
  if (value) return std::move(*value);
  complain(value.error());
  return std::nullopt;
}

WallTime now() {
  return SystemClock().now();
}

int print(const std::string& text) {
  return deliver({}, text) ? 0 : exit_unable;
}

/// What was put together for each format; of `list` its JSON.
int print_as(const HistoryOptions& options, const std::string& text, const std::string& csv,
             const json& list) {
  return print(written(chosen_format(options.format, {}, Document::history),
                       {{"text", [&] { return text; }},
                        {"csv", [&] { return csv; }},
                        {"json", [&] { return json_text(list, 2) + "\n"; }}}));
}

std::string local_time(WallTime time) {
  return local_text(time, "%Y-%m-%d %H:%M");
}

int latest(const History& history, const HistoryOptions& options) {
  const auto entries = told(history.latest(options.count));
  if (!entries) return exit_unable;
  json list = json::array();
  std::string text, csv = "id,finished,spec,verdict\r\n";
  for (const HistoryEntry& entry : *entries) {
    const std::string finished = format_time(entry.finished);
    list.push_back(
        {{"id", entry.id}, {"finished", finished}, {"spec", entry.job.spec}, {"verdict", entry.verdict}});
    csv += csv_line(std::array{entry.id, finished, entry.job.spec, entry.verdict});
    text += fmt::format("{}  {}  {:<20} {}\n", entry.id.substr(0, 8), local_time(entry.finished),
                        entry.verdict, entry.job.spec);
  }
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
  const std::string drawn = chart(samples, unit_of(fact), local_zone_or_last(), chart_width, chart_height);
  if (!drawn.empty()) return drawn;
  std::string text;
  for (const Sample& sample : samples) text += fmt::format("{}  {}\n", local_time(sample.at), sample.text);
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
  complain(
      fmt::format("there is nothing about \"{}\" in this time; the history knows:\n{}", options.fact, keys));
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
    csv += fmt::format("{},{}\r\n", format_time(one.at), one.outcome);
  }
  return print_as(options, fmt::format("When {} is met\n\n{}", what, week_table(week)), csv, list);
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
    text += fmt::format("{:<14} {}\n", rule.outcome, rule.rule);
    std::string since;
    if (rule.failing_since) since = "failing since " + local_time(*rule.failing_since);
    if (rule.outcome != "met" && rule.last_met)
      since += (since.empty() ? "last met " : ", last met ") + local_time(*rule.last_met);
    if (!since.empty()) text += fmt::format("{:<14}   {}\n", "", since);
    csv += csv_line(std::array{rule.rule, rule.outcome, utc(rule.failing_since), utc(rule.last_met)});
    json one = {{"rule", rule.rule}, {"outcome", rule.outcome}};
    if (rule.failing_since) one["failing_since"] = utc(rule.failing_since);
    if (rule.last_met) one["last_met"] = utc(rule.last_met);
    list.push_back(std::move(one));
  }
  if (text.empty()) text = fmt::format("No rule of {} was judged yet.\n", job.spec);
  return print_as(options, text, csv, list);
}

int answers(const History& history, const HistoryOptions& options, WallTime from) {
  const auto said = told(history.answers(from, now() + std::chrono::seconds(1)));
  if (!said) return exit_unable;
  std::string text, csv = "at,spec,question,answer\r\n";
  json list = json::array();
  for (const SaidAnswer& one : *said) {
    text += fmt::format("{}  {}  {}: {}\n", local_time(one.at), one.spec, one.question, one.answer);
    csv += csv_line(std::array{format_time(one.at), one.spec, one.question, one.answer});
    list.push_back({{"at", format_time(one.at)},
                    {"spec", one.spec},
                    {"question", one.question},
                    {"answer", one.answer}});
  }
  return print_as(options, text.empty() ? "No question was answered in this time.\n" : text, csv, list);
}

/// "2026-11-20T09:00" in local time, or RFC 3339 with Z.
std::optional<WallTime> moment(const std::string& text) {
  if (const auto utc = parse_time(text)) return *utc;
  for (const char* format : {"%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"}) {
    std::chrono::sys_seconds parsed;
    if (cctz::parse(format, text, local_zone_or_last(), &parsed)) return WallTime(parsed);
  }
  complain(fmt::format("\"{}\" is no time like 2026-11-20T09:00", text));
  return std::nullopt;
}

int print_reports(const History& history, const std::vector<std::string>& ids, const std::string& format) {
  const Format& chosen = chosen_format(format, {}, Document::report);
  if (const std::string fault = count_fault(chosen, ids.size()); !fault.empty()) {
    complain(fault);
    return exit_unable;
  }
  std::vector<Report> reports;
  for (const std::string& id : ids) {
    auto report = told(history.find(id));
    if (!report) return exit_unable;
    reports.push_back(std::move(*report));
  }
  return print(render_all(reports, chosen, "en", false));
}

}  // namespace

int history_command(const HistoryOptions& options) {
  const auto history = opened();
  if (!history) return exit_unable;
  const auto length = parse_quantity_in(options.last, Unit::second);
  constexpr double longest = 100 * 366.0 * 86400;
  if (!length || *length <= 0 || *length > longest) {
    complain(fmt::format("--last: \"{}\" is no length of time; write it like \"30 d\"", options.last));
    return exit_unable;
  }
  const WallTime from =
      now() - std::chrono::floor<WallTime::duration>(std::chrono::duration<double>(*length));
  if (!options.fact.empty()) return trend(*history, options, from);
  if (!options.rule.empty() || options.hours) return hours_of_week(*history, options, from);
  if (options.answers) return answers(*history, options, from);
  return options.rules ? rules(*history, options) : latest(*history, options);
}

int history_forget_command(bool yes) {
  if (!yes) {
    complain("this erases every earlier check for good; say so with --yes");
    return exit_unable;
  }
  auto history = opened();
  if (!history) return exit_unable;
  if (const auto forgotten = history->forget(); !forgotten) {
    complain(forgotten.error());
    return exit_unable;
  }
  if (const auto forgotten = AnswerBook::forget(state_folder()); !forgotten) {
    complain(forgotten.error());
    return exit_unable;
  }
  // What the background service last found; it begins anew.
  std::error_code error;
  std::filesystem::remove(state_folder() / "standing.json", error);
  if (error) {
    complain(
        fmt::format("standing.json in {} could not be erased: {}", state_folder().string(), error.message()));
    return exit_unable;
  }
  return print("All earlier checks and answers are erased.\n");
}

int report_show_command(const std::string& id, const std::string& format) {
  const auto history = opened();
  if (!history) return exit_unable;
  // "latest" is what the menu entry shows.
  if (id != "latest") return print_reports(*history, {id}, format);
  const auto newest = told(history->latest(1));
  if (!newest) return exit_unable;
  if (newest->empty()) {
    complain("no check has been run yet; deskready check runs one");
    return exit_unable;
  }
  return print_reports(*history, {newest->front().id}, format);
}

int report_at_command(const std::string& time, const std::string& format) {
  const auto history = opened();
  const auto when = moment(time);
  if (!history || !when) return exit_unable;
  const auto entries = told(history->latest_of_each_job(*when));
  if (!entries) return exit_unable;
  if (entries->empty()) {
    complain(fmt::format("there was no report yet at {}", local_time(*when)));
    return exit_unable;
  }
  std::vector<std::string> ids;
  for (const HistoryEntry& entry : *entries) ids.push_back(entry.id);
  return print_reports(*history, ids, format);
}

namespace {

void add_report(CLI::App& app, int& code) {
  struct Words {
    std::string which, format;
  };
  const auto words = std::make_shared<Words>();
  CLI::App* report = add_command(app, "report", "Look at earlier reports", "deskready report show 3f2a");
  report->require_subcommand(1);
  CLI::App* show =
      add_command(*report, "show", "Show an earlier report", "deskready report show 3f2a --format html");
  show->add_option("ID", words->which, "The report's id, or its beginning")->required();
  add_format_option(*show, words->format, Document::report);
  show->callback([words, &code] { code = report_show_command(words->which, words->format); });
  CLI::App* at = add_command(*report, "at", "Show the reports that held at a time",
                             "deskready report at 2026-11-20T09:00");
  at->add_option("TIME", words->which, "Local time, or UTC with a Z at its end")->required();
  add_format_option(*at, words->format, Document::report);
  at->callback([words, &code] { code = report_at_command(words->which, words->format); });
}

void add_forget(CLI::App& history, int& code) {
  const auto yes = std::make_shared<bool>(false);
  CLI::App* forget =
      add_command(history, "forget", "Erase all earlier checks", "deskready history forget --yes");
  forget->add_flag("--yes", *yes, "Yes, erase them");
  forget->callback([yes, &code] { code = history_forget_command(*yes); });
}

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

}  // namespace

void add_past(CLI::App& app, int& code) {
  add_report(app, code);
  add_history(app, code);
}

}  // namespace deskready
