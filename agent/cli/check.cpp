#include "agent/cli/check.h"

#include <fmt/format.h>

#include <algorithm>

#include "agent/check/check.h"
#include "agent/check/interrupts.h"
#include "agent/cli/output.h"
#include "agent/cli/terminal_attendant.h"
#include "agent/cli/welcome.h"
#include "agent/terminal/talk.h"
#include "agent/terminal/terminal.h"
#include "reports/desk/employers.h"
#include "reports/words/language.h"

namespace deskready {
namespace {

/// What can be known to be wrong before anything is measured; false after complaining.
bool prepare(CheckOptions& options, std::vector<Spec>& specs) {
  if (options.specs.empty()) options.specs = {"voice-baseline"};
  const std::string named = options.format;
  options.format = chosen_format(named, options.output);
  if (options.format.empty()) {
    complain(fmt::format("there is no format \"{}\"; use text, json or html", named));
    return false;
  }
  if (options.format == "html" && options.specs.size() > 1) {
    complain("an HTML report is about one spec; give one --spec, or use --format json");
    return false;
  }
  if (!load_specs(options.specs, specs)) return false;
  if (!options.heard_file.empty() && !options.guided) {
    complain("--save-voice writes what you hear of your own voice, and that takes --guided");
    return false;
  }
  if (clean(options.heard_file) != options.heard_file) {
    complain("--save-voice: the file's name holds what is no text; choose another name");
    return false;
  }
  for (const std::string& file : {options.output, options.heard_file}) {
    const std::string why = why_not_writable(file);
    if (!why.empty()) return complain(why), false;
  }
  return true;
}

/// Prints the reports; returns the exit code.
int show(const Checked& checked, const CheckOptions& options) {
  const bool to_terminal = options.output.empty() && is_terminal(Standard::output);
  const bool delivered =
      deliver(options.output, render_all(checked.reports, options.format, options.language, to_terminal));
  if (checked.together) talk(together_words(*checked.together));
  if (checked.interrupted) complain("the check was stopped before its end; the report says what is missing");
  Verdict worst = checked.interrupted ? Verdict::incomplete : Verdict::ready;
  for (const Report& report : checked.reports) worst = std::max(worst, report.verdict);
  return delivered ? exit_code(worst) : exit_unable;
}

}  // namespace

int check_command(const CheckOptions& given) {
  CheckOptions options = given;
  const auto settings = load_settings(std::nullopt);
  if (!settings) {
    complain(settings.error());
    return exit_unable;
  }
  if (options.welcome) {
    TerminalConversation person(true, {});
    ask_for_employer(person, *settings, options);
  }
  std::vector<Spec> specs;
  if (!prepare(options, specs)) return exit_unable;
  const Interrupts interrupts;
  TerminalAttendant attendant(options, interrupts.token());
  const auto checked = run_check(options, specs, *settings, attendant, interrupts.token());
  if (checked) return show(*checked, options);
  complain(checked.error().declined ? "nothing was measured, as you chose" : checked.error().why);
  return exit_unable;
}

}  // namespace deskready
