#include "agent/cli/past/history_commands.h"

#include <fmt/format.h>

#include <array>
#include <chrono>

#include "agent/check/answers.h"
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

std::string local_time(WallTime time) {
  return local_text(time, "%Y-%m-%d %H:%M");
}

int latest(const History& history, const HistoryOptions& options) {
  const auto entries = told(history.latest(options.count));
  if (!entries) return exit_unable;
  json list = json::array();
  std::string text = options.format == "csv" ? "id,finished,spec,verdict\r\n"
                     : entries->empty()      ? "No check has been run yet.\n"
                                             : "";
  for (const HistoryEntry& entry : *entries) {
    const std::string finished = format_time(entry.finished);
    list.push_back(
        {{"id", entry.id}, {"finished", finished}, {"spec", entry.job.spec}, {"verdict", entry.verdict}});
    text += options.format == "csv" ? csv_line(std::array{entry.id, finished, entry.job.spec, entry.verdict})
                                    : fmt::format("{}  {}  {:<20} {}\n", entry.id.substr(0, 8),
                                                  local_time(entry.finished), entry.verdict, entry.job.spec);
  }
  return print(options.format == "json" ? list.dump(2) + "\n" : text);
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

int trend(const History& history, const HistoryOptions& options, WallTime from) {
  const auto samples = told(history.series(options.fact, from, now() + std::chrono::seconds(1)));
  if (!samples) return exit_unable;
  if (options.format == "csv") return print(samples_csv(*samples));
  if (options.format == "json") {
    json list = json::array();
    for (const Sample& sample : *samples) {
      json one = {{"at", format_time(sample.at)}, {"value", sample.value ? json(*sample.value) : json()}};
      if (!sample.text.empty()) one["text"] = sample.text;
      list.push_back(std::move(one));
    }
    return print(list.dump(2) + "\n");
  }
  const std::string drawn =
      chart(*samples, unit_of(options.fact), local_zone_or_last(), chart_width, chart_height);
  if (!drawn.empty()) return print(drawn);
  std::string text;
  for (const Sample& sample : *samples) text += fmt::format("{}  {}\n", local_time(sample.at), sample.text);
  if (!text.empty()) return print(text);
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
  if (options.format == "text") {
    const std::string what = options.rule.empty() ? spec : options.rule + " of " + spec;
    return print(fmt::format("When {} is met\n\n{}", what, week_table(week)));
  }
  json list = json::array();
  std::string csv = "at,outcome\r\n";
  for (const RuleOutcome& one : *outcomes) {
    list.push_back({{"at", format_time(one.at)}, {"outcome", one.outcome}});
    csv += fmt::format("{},{}\r\n", format_time(one.at), one.outcome);
  }
  return print(options.format == "csv" ? csv : list.dump(2) + "\n");
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
  if (options.format == "csv") return print(csv);
  if (options.format == "json") return print(list.dump(2) + "\n");
  return print(text.empty() ? fmt::format("No rule of {} was judged yet.\n", job.spec) : text);
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
  if (options.format == "csv") return print(csv);
  if (options.format == "json") return print(json_text(list, 2) + "\n");
  return print(text.empty() ? "No question was answered in this time.\n" : text);
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
  const std::string chosen = chosen_format(format, {});
  if (chosen.empty()) {
    complain(fmt::format("there is no format \"{}\"; use text, json or html", format));
    return exit_unable;
  }
  if (chosen == "html" && ids.size() > 1) {
    complain(fmt::format("an HTML report is about one spec, and {} held then; use text or json", ids.size()));
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

}  // namespace deskready
