// deskready spec init: ten questions, or flags, become a spec.
#pragma once

#include <functional>
#include <map>
#include <string>

namespace deskready {

struct SpecInitOptions {
  std::map<std::string, std::string, std::less<>> answers;  ///< by flag, see draft_questions()
  std::string output;
  bool force = false;
};
int spec_init_command(const SpecInitOptions& options);

}  // namespace deskready
