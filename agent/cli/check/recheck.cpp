#include "agent/cli/check/recheck.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "agent/cli/check/check.h"
#include "agent/cli/commands.h"
#include "agent/cli/measuring_options.h"

namespace deskready {

void add_recheck(CLI::App& app, int& code) {
  const auto words = std::make_shared<MeasuringWords>();
  words->options.recheck = true;
  CLI::App* sub =
      add_command(app, "recheck",
                  "Measure again only what failed or could not be checked; the rest is kept, with its age",
                  "deskready recheck --spec acme.toml --output report.html");
  add_judging_options(*sub, words->options);
  add_measuring_options(*sub, *words, Document::report);
  sub->callback([words, &code] { code = finish_measuring(*words, check_command); });
}

}  // namespace deskready
