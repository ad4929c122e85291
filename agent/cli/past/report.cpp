#include "agent/cli/past/report.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "agent/cli/commands.h"
#include "agent/cli/open_history.h"
#include "agent/cli/options.h"
#include "agent/cli/output.h"
#include "agent/cli/typed_time.h"
#include "config/base/zone/zone.h"
#include "reports/trust/what_they_see.h"

namespace deskready {
namespace {

/// As typed.
struct Words {
  std::string which, format, language;
  bool what_they_see = false;
};

int print_what_they_see(const History& history, const std::string& id, const std::string& language) {
  const auto report = told(history.find(id));
  if (!report) return exit_unable;
  say_untranslated(language);
  return print_out(what_they_see(*report, language, table_width({})));
}

int print_reports(const History& history, const std::vector<std::string>& ids, const Words& words) {
  const Format& chosen = chosen_format(words.format, {}, Document::report);
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
  say_untranslated(words.language);
  return print_out(render_all(reports, chosen, words.language, goes_to_terminal({})));
}

int report_show_command(const Words& words) {
  const auto history = open_history();
  if (!history) return exit_unable;
  const auto show = [&](const std::string& id) {
    return words.what_they_see ? print_what_they_see(*history, id, words.language)
                               : print_reports(*history, {id}, words);
  };
  // "latest" is what the menu entry shows.
  if (words.which != "latest") return show(words.which);
  const auto newest = told(history->latest(1));
  if (!newest) return exit_unable;
  if (newest->empty()) {
    complain("no check has been run yet; deskready check runs one");
    return exit_unable;
  }
  return show(newest->front().id);
}

int report_at_command(const Words& words) {
  const auto history = open_history();
  const auto when = typed_time(words.which);
  if (!history || !when) return exit_unable;
  const auto entries = told(history->latest_of_each_job(*when));
  if (!entries) return exit_unable;
  if (entries->empty()) {
    complain(fmt::format("there was no report yet at {}", local_text(*when, "%Y-%m-%d %H:%M")));
    return exit_unable;
  }
  std::vector<std::string> ids;
  for (const HistoryEntry& entry : *entries) ids.push_back(entry.id);
  return print_reports(*history, ids, words);
}

}  // namespace

void add_report(CLI::App& app, int& code) {
  const auto words = std::make_shared<Words>();
  CLI::App* report = add_command(app, "report", "Look at earlier reports", "deskready report show 3f2a");
  report->require_subcommand(1);
  CLI::App* show =
      add_command(*report, "show", "Show an earlier report", "deskready report show 3f2a --format html");
  show->add_option("ID", words->which, "The report's id, or its beginning")->required();
  add_format_option(*show, words->format, Document::report);
  add_language_option(*show, words->language);
  show->add_flag("--what-they-see", words->what_they_see,
                 "Each field of it that an employer gets by a signed report, and what stays here");
  show->callback([words, &code] { code = report_show_command(*words); });
  CLI::App* at = add_command(*report, "at", "Show the reports that held at a time",
                             "deskready report at 2026-11-20T09:00");
  at->add_option("TIME", words->which, "Local time, or UTC with a Z at its end")->required();
  add_format_option(*at, words->format, Document::report);
  add_language_option(*at, words->language);
  at->callback([words, &code] { code = report_at_command(*words); });
}

}  // namespace deskready
