#include "agent/cli/check.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "agent/check/check.h"
#include "agent/check/interrupts.h"
#include "agent/cli/commands.h"
#include "agent/cli/measuring_options.h"
#include "agent/cli/output.h"
#include "agent/cli/signing.h"
#include "agent/cli/terminal_attendant.h"
#include "agent/cli/welcome.h"
#include "agent/terminal/talk.h"
#include "agent/terminal/terminal.h"
#include "config/base/outward/outward.h"
#include "config/spec/usual_spec.h"
#include "reports/desk/employers.h"

namespace deskready {
namespace {

const Format& format_of(const CheckOptions& options) {
  return chosen_format(options.format, options.output, Document::report);
}

/// What can be known to be wrong before anything is measured; false after complaining.
bool prepare(CheckOptions& options, std::vector<Spec>& specs, std::optional<Challenge>& challenge) {
  if (options.specs.empty()) options.specs = {usual_spec};
  const std::string fault = count_fault(format_of(options), options.specs.size());
  if (!fault.empty()) return complain(fault), false;
  if (!load_specs(options.specs, specs)) return false;
  if (!options.heard_file.empty() && !options.guided) {
    complain("--save-voice writes what you hear of your own voice, and that takes --guided");
    return false;
  }
  if (for_terminal(options.heard_file) != options.heard_file) {
    complain("--save-voice: the file's name holds what is no text; choose another name");
    return false;
  }
  auto asked = take_challenge(options, specs);
  if (!asked) return complain(asked.error()), false;
  challenge = std::move(*asked);
  if (options.sign && format_of(options).name != "json") {
    complain(
        "--sign writes a signed document, which is JSON; name a file that ends in .json, or --format json");
    return false;
  }
  for (const std::string& file : {options.output, options.heard_file}) {
    const std::string why = why_not_writable(file);
    if (!why.empty()) return complain(why), false;
  }
  return true;
}

/// Prints the reports, or what stands for them signed; returns the exit code.
int show(const Checked& checked, const CheckOptions& options,
         const tl::expected<std::string, std::string>& signed_text) {
  const bool to_terminal = options.output.empty() && is_terminal(Standard::output);
  if (!signed_text) complain("the report is written without a signature: " + signed_text.error());
  const std::string text =
      signed_text && !signed_text->empty()
          ? *signed_text
          : render_all(checked.reports, format_of(options), options.language, to_terminal);
  const bool delivered = deliver(options.output, text) && signed_text;
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
  std::optional<Challenge> challenge;
  if (!prepare(options, specs, challenge)) return exit_unable;
  std::optional<Signer> signer;
  if (options.sign) {
    auto begun = begin_signing(specs, challenge);
    if (!begun) {
      complain(begun.error());
      return exit_unable;
    }
    signer = std::move(*begun);
  }
  const Interrupts interrupts;
  TerminalAttendant attendant(options, interrupts.token());
  const auto checked = run_check(options, specs, *settings, attendant, interrupts.token());
  if (checked && signer)
    return show(*checked, options,
                signed_lines(*signer, checked->reports, specs, challenge, interrupts.token()));
  if (checked) return show(*checked, options, std::string());
  complain(checked.error().declined ? "nothing was measured, as you chose" : checked.error().why);
  return exit_unable;
}

void add_check(CLI::App& app, int& code) {
  const auto words = std::make_shared<MeasuringWords>();
  CheckOptions& options = words->options;
  CLI::App* sub = add_command(app, "check", "Measure this computer, its headset and its line, and judge them",
                              "deskready check --spec acme.toml --output report.html");
  sub->add_option("--spec", options.specs, "The employer's spec: a file, or the name of a shipped one");
  add_measuring_options(*sub, *words, Document::report);
  sub->add_option("--role", options.role, "The work you apply for, as the employer calls it");
  add_reference_option(*sub, options.reference, "The number that the employer gave you");
  sub->add_option("--language", options.language, "Language of the report");
  sub->add_flag("--sign", options.sign,
                "Sign the report, so that whoever gets it can tell that it is this computer's and unchanged");
  sub->add_option("--challenge", options.challenge,
                  "Sign it as an answer to this file, which the employer sent to ask for a fresh report");
  sub->add_flag("--guided", options.guided, "Ask what only you can know");
  sub->add_option(
      "--save-voice", options.heard_file,
      "With --guided: when you hear your voice as a customer does, also write that to this WAV file");
  sub->add_flag("--light", options.light, "Load nothing; carry forward what the last day's checks found");
  sub->add_flag("--unattended", options.unattended)->group("");
  sub->add_option("--held", words->held)->group("");
  sub->add_option("--held-since", options.held_since)->group("");
  sub->callback([words, &code] { code = finish_measuring(*words, check_command); });
}

}  // namespace deskready
