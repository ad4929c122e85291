// deskready reports: the employer's table over a folder of reports.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace deskready {

struct ReportsOptions {
  std::string folder;
  std::vector<std::string> specs;  ///< to derive verdicts by, beside the shipped ones
  std::vector<std::string> keys;   ///< files of public keys; empty: reports are read unsigned
  std::string format;
  std::string output;
  std::string sort;                       ///< empty: by file, unsigned ones below
  std::string since, expiring, ready_on;  ///< times, or lengths of time; empty: not asked
  std::string failed;                     ///< a rule; empty: not asked
  std::string missing;                    ///< a file with the people who are expected; empty: not asked
  std::string what_if;                    ///< a rule as read_what_if() takes it; empty: not asked
  bool newest = false, changed = false;
};
int reports_command(const ReportsOptions& options);

void add_reports(CLI::App& app, int& code);

}  // namespace deskready
