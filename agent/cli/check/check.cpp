#include "agent/cli/check/check.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "agent/check/check.h"
#include "agent/check/interrupts.h"
#include "agent/cli/check/beforehand.h"
#include "agent/cli/check/jobs.h"
#include "agent/cli/check/line_choice.h"
#include "agent/cli/check/signing.h"
#include "agent/cli/check/terminal_attendant.h"
#include "agent/cli/check/welcome.h"
#include "agent/cli/commands.h"
#include "agent/cli/measuring_options.h"
#include "agent/cli/named_specs.h"
#include "agent/cli/output.h"
#include "agent/cli/role.h"
#include "agent/terminal/talk.h"
#include "agent/terminal/terminal.h"
#include "agent/terminal/wrap.h"
#include "config/base/outward/outward.h"
#include "config/base/text.h"
#include "config/trust/employers.h"
#include "reports/desk/employers.h"
#include "reports/formats/view.h"
#include "reports/words/language.h"

namespace deskready {
namespace {

const Format& format_of(const CheckOptions& options) {
  return chosen_format(options.format, options.output, Document::report);
}

/// One run over the specs that are for the same work under the same number.
struct Turn {
  CheckOptions options;
  std::vector<Spec> specs = {};
  std::optional<Challenge> challenge = {};
};

/// What can be known to be wrong before anything is measured; false after complaining. `role_from`: where the
/// role was named.
bool prepare(Turn& turn, const Settings& settings, const std::string& role_from) {
  auto& [options, specs, challenge] = turn;
  if (!load_accepted_specs(options.specs, specs)) return false;
  // The service measures what it can, and its report says which rules could not be decided.
  if (!options.unattended && !know_role(specs, options.role, role_from)) return false;
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
  take_choices_of_before(options, specs, settings);
  return true;
}

/// What each report came to, a line each.
std::string verdicts(const Checked& checked, const std::string& language) {
  std::string lines;
  for (const Report& report : checked.reports) {
    const std::string headline = unmarked(headline_of(report, language));
    const std::string of = who_asks(report);
    // That of what is not decided names nobody.
    const bool named = checked.reports.size() == 1 || headline.find(of) != std::string::npos;
    lines += named ? headline + "\n" : fmt::format("{}: {}\n", of, headline);
  }
  return lines;
}

/// As it can be typed: a file's name may hold spaces and quotes.
std::string quoted(const std::string& word) {
  if (word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:,") ==
      std::string::npos)
    return word;
  std::string text = word;
  replace_all(text, "'", "'\\''");
  return "'" + text + "'";
}

/// After a check by questions, whose answers nobody has typed as options.
std::string again_words(const CheckOptions& options) {
  if (!options.welcome)
    return "When that is done, check again by the same command; deskready recheck, with the same options, "
           "measures only what failed or could not be checked.\n";
  std::string command = "deskready recheck --guided --spec " + quoted(options.specs.front());
  if (!options.role.empty()) command += " --role " + quoted(options.role);
  return fmt::format(
      "When that is done, deskready checks everything again. To measure only what failed or could not be "
      "checked:\n  {}\n",
      command);
}

/// What to do with a report that was just read.
std::string what_next(const Checked& checked, const CheckOptions& options) {
  const bool more = std::any_of(checked.reports.begin(), checked.reports.end(),
                                [](const Report& report) { return report.verdict != Verdict::ready; });
  // Commands stand on lines of their own, so that they can be taken as they are.
  std::string text = "\n";
  if (more) text += again_words(options);
  for (const Report& report : checked.reports) {
    const std::string of = who_asks(report);
    if (checked.reports.size() > 1) text += fmt::format("Of the report for {}:\n", for_terminal(of));
    text += fmt::format(
        "To look at the page, or to send it:\n  deskready report show {0} --format html >report.html\n"
        "How each figure was measured:\n  deskready report show {0}\n",
        report.id.substr(0, 8));
  }
  text.pop_back();  // in_lines() ends each line itself
  return text;
}

/// Prints the reports, or what stands for them signed; returns the exit code.
int show(const Checked& checked, const CheckOptions& options,
         const tl::expected<std::string, std::string>& signed_text) {
  const bool to_terminal = goes_to_terminal(options.output);
  say_untranslated(options.language);
  if (!signed_text) complain("the report is written without a signature: " + signed_text.error());
  const bool is_text = &format_of(options) == formats().front();
  const std::string text =
      signed_text && !signed_text->empty()
          ? *signed_text
          : render_all(checked.reports, format_of(options), options.language, to_terminal, options.details);
  const bool delivered = deliver(options.output, text) && signed_text;
  if (checked.together) talk(line_for(Standard::error, trimmed(together_words(*checked.together))));
  if (to_terminal && is_text) talk(in_lines(what_next(checked, options)));
  if (!options.output.empty() && options.output != "-" && delivered && !options.unattended)
    talk(in_lines(verdicts(checked, options.language) + fmt::format("The report is in {}.", options.output)));
  if (checked.interrupted) complain("the check was stopped before its end; the report says what is missing");
  Verdict worst = checked.interrupted ? Verdict::incomplete : Verdict::ready;
  for (const Report& report : checked.reports) worst = std::max(worst, report.verdict);
  return delivered ? exit_code(worst) : exit_unable;
}

/// A recheck goes on from one spec's own checks.
std::vector<CheckOptions> one_spec_each(const std::vector<CheckOptions>& checks) {
  std::vector<CheckOptions> each;
  for (const CheckOptions& check : checks) {
    for (const std::string& spec : check.specs) {
      each.push_back(check);
      each.back().specs = {spec};
    }
  }
  return each;
}

/// Nothing after complaining.
std::vector<Turn> turns_of(const CheckOptions& options, const Settings& settings) {
  const auto checks = checks_meant(options, settings);
  if (!checks) return complain(checks.error()), std::vector<Turn>();
  std::vector<Turn> turns;
  std::size_t reports = 0;
  // The questions of the bare command take it from the settings, or from those that the spec has.
  const bool typed = !options.role.empty() && !options.welcome;
  for (const CheckOptions& check : options.recheck ? one_spec_each(*checks) : *checks) {
    turns.push_back({check});
    reports += check.specs.size();
    if (!prepare(turns.back(), settings, typed ? "--role" : "role in [[job]] of your settings")) return {};
  }
  const std::string fault = count_fault(format_of(options), reports);
  if (!fault.empty()) return complain(fault), std::vector<Turn>();
  if (options.specs.empty() && !settings.jobs.empty()) {
    std::vector<std::string> names;
    for (const Turn& turn : turns)
      for (const Spec& spec : turn.specs) names.push_back(who_asks(spec));
    talk(in_lines(fmt::format("Checking for {}, as your settings say; --spec names another list.",
                              fmt::join(names, ", "))));
  }
  return turns;
}

/// One after the other, as far as they can; complains of the first that cannot.
struct Run {
  Checked checked;
  std::vector<Spec> specs;  ///< of the reports, in their order
  bool whole = true;
};
Run run_turns(const std::vector<Turn>& turns, const Settings& settings, const std::stop_token& stop) {
  Run run;
  for (const Turn& turn : turns) {
    TerminalAttendant attendant(turn.options, stop);
    auto checked = run_check(turn.options, turn.specs, settings, attendant, stop);
    if (!checked) {
      complain(checked.error().declined ? "nothing was measured, as you chose" : checked.error().why);
      run.whole = false;
      return run;
    }
    if (checked->nothing_to_do)
      talk(
          in_lines("Nothing failed and nothing is missing, so nothing was measured; this is the last check's "
                   "report."));
    for (Report& report : checked->reports) run.checked.reports.push_back(std::move(report));
    run.specs.insert(run.specs.end(), turn.specs.begin(), turn.specs.end());
    if (checked->together) run.checked.together = std::move(checked->together);
    run.checked.interrupted = checked->interrupted;
    if (checked->interrupted) return run;
  }
  return run;
}

std::vector<Spec> specs_of(const std::vector<Turn>& turns) {
  std::vector<Spec> specs;
  for (const Turn& turn : turns) specs.insert(specs.end(), turn.specs.begin(), turn.specs.end());
  return specs;
}

/// Who signs a spec can tell a signed report: the person is asked without --sign, too, where it can be one.
bool may_ask_to_sign(const CheckOptions& options, const std::vector<Spec>& specs) {
  return somebody_there() && !options.output.empty() && format_of(options).name == "json" &&
         std::all_of(specs.begin(), specs.end(),
                     [](const Spec& spec) { return is_employer_identity(spec.identity); });
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
    ask_for_line(person, *settings, options);
    talk("\n");
  }
  if (!take_public_test(options, *settings)) return exit_unable;
  std::vector<Turn> turns = turns_of(options, *settings);
  if (turns.empty()) return exit_unable;
  const Interrupts interrupts;
  for (Turn& turn : turns) {
    if (turn.options.guided) say_beforehand(turn.options, turn.specs, interrupts.token());
  }
  options = turns.front().options;  // a challenge asks for a signature
  std::optional<Signer> signer;
  const std::vector<Spec> specs = specs_of(turns);
  if (options.sign || may_ask_to_sign(options, specs)) {
    auto begun = begin_signing(specs, turns.front().challenge);
    if (!begun) {
      complain(begun.error());
      return exit_unable;
    }
    signer = std::move(*begun);
  }
  const Run run = run_turns(turns, *settings, interrupts.token());
  if (run.checked.reports.empty()) return exit_unable;
  const int code = show(run.checked, options,
                        signer ? signed_lines(*signer, run.checked.reports, run.specs,
                                              turns.front().challenge, interrupts.token())
                               : std::string());
  return run.whole ? code : exit_unable;
}

void add_judging_options(CLI::App& command, CheckOptions& options) {
  command.add_option(
      "--spec", options.specs,
      "The employer's spec: a file, an https:// address, - for standard input, or the name of a shipped one");
  command.add_option("--role", options.role, "The work you apply for, as the employer calls it");
  add_reference_option(command, options.reference, "The number that the employer gave you");
  add_language_option(command, options.language);
  command.add_flag(
      "--sign", options.sign,
      "Sign the report, so that whoever gets it can tell that it is this computer's and unchanged");
  command.add_flag("--details", options.details, "On the terminal, also how each figure was measured");
  command.add_flag("--guided", options.guided, "Ask what only you can know");
  command.add_option(
      "--save-voice", options.heard_file,
      "With --guided: when you hear your voice as a customer does, also write that to this WAV file");
}

void add_check(CLI::App& app, int& code) {
  const auto words = std::make_shared<MeasuringWords>();
  CheckOptions& options = words->options;
  CLI::App* sub = add_command(app, "check", "Measure this computer, its headset and its line, and judge them",
                              "deskready check --spec acme.toml --output report.html");
  add_judging_options(*sub, options);
  sub->add_option("--challenge", options.challenge,
                  "Sign it as an answer to this file, which the employer sent to ask for a fresh report");
  add_measuring_options(*sub, *words, Document::report);
  add_only_option(*sub, *words);
  sub->add_flag("--light", options.light, "Load nothing; carry forward what the last day's checks found");
  sub->add_flag("--unattended", options.unattended)->group("");
  sub->add_option("--held", words->held)->group("");
  sub->add_option("--held-since", options.held_since)->group("");
  sub->callback([words, &code] { code = finish_measuring(*words, check_command); });
}

}  // namespace deskready
