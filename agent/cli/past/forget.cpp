#include "agent/cli/past/forget.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

#include "agent/check/answers.h"
#include "agent/cli/commands.h"
#include "agent/cli/open_history.h"
#include "agent/cli/options.h"
#include "agent/cli/output.h"
#include "agent/cli/past/nothing_running.h"
#include "config/base/folders.h"

namespace deskready {
namespace {

int history_forget_command(bool yes) {
  if (!yes) {
    complain("this erases every earlier check for good; say so with --yes");
    return exit_unable;
  }
  const auto alone = with_nothing_running("systemctl --user stop deskready");
  if (!alone) return exit_unable;
  auto history = open_history();
  if (!history) return exit_unable;
  if (const auto forgotten = history->forget(); !forgotten) {
    complain(forgotten.error());
    return exit_unable;
  }
  if (const auto forgotten = AnswerBook::forget(state_folder()); !forgotten) {
    complain(forgotten.error());
    return exit_unable;
  }
  // What the background service last found; it begins anew.
  std::error_code error;
  std::filesystem::remove(state_folder() / "standing.json", error);
  if (error) {
    complain(
        fmt::format("standing.json in {} could not be erased: {}", state_folder().string(), error.message()));
    return exit_unable;
  }
  return print_out("All earlier checks and answers are erased.\n");
}

}  // namespace

void add_forget(CLI::App& history, int& code) {
  const auto yes = std::make_shared<bool>(false);
  CLI::App* forget =
      add_command(history, "forget", "Erase all earlier checks", "deskready history forget --yes");
  forget->add_flag("--yes", *yes, "Yes, erase them");
  forget->callback([yes, &code] { code = history_forget_command(*yes); });
}

}  // namespace deskready
