// deskready spec init: ten questions, or flags, become a spec.
#pragma once

#include <functional>
#include <map>
#include <string>

namespace CLI {
class App;
}

namespace deskready {

struct SpecInitOptions {
  std::map<std::string, std::string, std::less<>> answers;  ///< by flag, see draft_questions()
  std::string output;
  bool force = false;
};
int spec_init_command(const SpecInitOptions& options);

void add_spec_init(CLI::App& spec, int& code);

}  // namespace deskready
