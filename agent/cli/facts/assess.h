// deskready assess: judges recorded facts against specs, without measuring.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace deskready {

struct AssessOptions {
  std::vector<std::string> specs;
  std::vector<std::string> facts;  ///< "FILE" or "NAME=FILE"; facts documents or reports
  std::string format;
  std::string output;
  std::string reference;
  std::string role;
};
/// Of one spec and one computer its report, of more a table of what each spec still wants.
int assess_command(const AssessOptions& options);

void add_assess(CLI::App& app, int& code);

}  // namespace deskready
