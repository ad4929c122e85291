// deskready history and deskready report: what earlier checks said.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace deskready {

int report_show_command(const std::string& id, const std::string& format);
int report_at_command(const std::string& time, const std::string& format);

struct HistoryOptions {
  int count = 20;
  std::string fact;  ///< its trend
  std::string rule;  ///< the hours of the week in which it is met
  bool rules = false;
  bool answers = false;
  bool hours = false;                 ///< of the week in which the spec is met
  std::string spec, role, reference;  ///< of the rule; the latest check's where they are empty
  std::string last = "90 d";
  std::string format;  ///< one that shows Document::history, or empty
};
int history_command(const HistoryOptions& options);

int history_forget_command(bool yes);

/// `report` and `history`.
void add_past(CLI::App& app, int& code);

}  // namespace deskready
