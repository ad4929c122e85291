// The options of the commands that measure.
#pragma once

#include <string>
#include <vector>

#include "agent/cli/options.h"
#include "reports/formats/format.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace deskready {

/// As typed; finish_measuring() makes options of them.
struct MeasuringWords {
  CheckOptions options;
  std::vector<std::string> only;
  std::string depth = "quick";
  std::string sound = "loop";
  std::string held;
  std::string public_test;
  const CLI::Option* public_test_named = nullptr;  ///< of the command
};

/// `words` must outlive the command.
void add_measuring_options(CLI::App& command, MeasuringWords& words, Documents documents);
/// --only, for commands that may leave out a part.
void add_only_option(CLI::App& command, MeasuringWords& words);

/// Runs with what was typed; the exit code. Complains of words that make no sense.
int finish_measuring(MeasuringWords& words, int (*run)(const CheckOptions&));

}  // namespace deskready
