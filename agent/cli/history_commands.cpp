// deskready history and deskready report: what earlier checks said.
#include <fmt/format.h>

#include "agent/cli/options.h"
#include "agent/cli/output.h"
#include "config/paths.h"
#include "reports/history.h"

namespace deskready {

int history_command(int count) {
  const auto history = History::open(state_folder());
  const auto entries =
      history ? history->latest(count)
              : tl::expected<std::vector<HistoryEntry>, std::string>(tl::unexpected(history.error()));
  if (!entries) {
    complain(entries.error());
    return exit_unable;
  }
  std::string text = entries->empty() ? "No check has been run yet.\n" : "";
  for (const HistoryEntry& entry : *entries) {
    text += fmt::format("{}  {}  {:<20} {}\n", entry.id.substr(0, 8), format_time(entry.finished),
                        entry.verdict, entry.spec_name);
  }
  return deliver({}, text) ? 0 : exit_unable;
}

int history_forget_command(bool yes) {
  if (!yes) {
    complain("this erases every earlier check for good; say so with --yes");
    return exit_unable;
  }
  auto history = History::open(state_folder());
  const auto forgotten =
      history ? history->forget() : tl::expected<void, std::string>(tl::unexpected(history.error()));
  if (!forgotten) {
    complain(forgotten.error());
    return exit_unable;
  }
  return deliver({}, "All earlier checks are erased.\n") ? 0 : exit_unable;
}

int report_show_command(const std::string& id, const std::string& format) {
  const std::string chosen = chosen_format(format, {});
  if (chosen.empty()) {
    complain(fmt::format("there is no format \"{}\"; use text, json or html", format));
    return exit_unable;
  }
  const auto history = History::open(state_folder());
  const auto report =
      history ? history->find(id) : tl::expected<Report, std::string>(tl::unexpected(history.error()));
  if (!report) {
    complain(report.error());
    return exit_unable;
  }
  return deliver({}, render_all({*report}, chosen, "en", false)) ? 0 : exit_unable;
}

}  // namespace deskready
