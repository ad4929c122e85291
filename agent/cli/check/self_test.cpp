#include "agent/cli/check/self_test.h"

#include <CLI/CLI.hpp>

#include "agent/check/interrupts.h"
#include "agent/check/self_test.h"
#include "agent/cli/check/terminal_attendant.h"
#include "agent/cli/commands.h"
#include "agent/cli/options.h"
#include "agent/cli/output.h"
#include "agent/terminal/talk.h"

namespace deskready {
namespace {

int self_test_command() {
  const Interrupts interrupts;
  const CheckOptions options;
  TerminalAttendant attendant(options, interrupts.token());
  const auto works = self_test(attendant, interrupts.token());
  if (!works) {
    complain("the measuring parts do not work here: " + works.error());
    return exit_unable;
  }
  return deliver({}, "The measuring parts work; your line was not measured.\n") ? 0 : exit_unable;
}

}  // namespace

void add_self_test(CLI::App& app, int& code) {
  CLI::App* sub =
      add_command(app, "selftest", "Try whether the parts that measure a line work", "deskready selftest");
  sub->callback([&code] { code = self_test_command(); });
}

}  // namespace deskready
