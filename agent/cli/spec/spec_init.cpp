#include "agent/cli/spec/spec_init.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

#include "agent/check/interrupts.h"
#include "agent/cli/commands.h"
#include "agent/cli/options.h"
#include "agent/cli/output.h"
#include "agent/terminal/conversation.h"
#include "agent/terminal/terminal.h"
#include "config/spec/chain/load.h"
#include "config/spec/language/draft.h"
#include "config/spec/lint/lint.h"

namespace deskready {
namespace {

/// Asks what no flag said; an empty answer leaves the rule out. False when the person breaks off.
bool ask_the_rest(std::map<std::string, std::string, std::less<>>& answers) {
  Interrupts interrupts;
  TerminalConversation conversation(true, interrupts.token());
  for (const DraftQuestion& question : draft_questions()) {
    if (answers.contains(question.flag)) continue;
    while (!interrupts.token().stop_requested()) {
      const std::string text = fmt::format("{} For example: {}", question.text, question.example);
      const std::string said = conversation.ask(text, {}).value_or("");
      const auto good = check_draft_answer(question.flag, said);
      if (good) {
        answers[std::string(question.flag)] = said;
        break;
      }
      complain(good.error());
      // Without anybody to answer again, the loop would not end.
      if (said.empty() && !is_terminal(Standard::input)) return false;
    }
    if (interrupts.token().stop_requested()) return false;
  }
  return true;
}

}  // namespace

int spec_init_command(const SpecInitOptions& options) {
  auto answers = options.answers;
  for (const auto& [flag, answer] : answers) {
    if (const auto good = check_draft_answer(flag, answer); !good) {
      complain(fmt::format("--{}: {}", flag, good.error()));
      return exit_unable;
    }
  }
  if (!options.output.empty() && std::filesystem::exists(options.output) && !options.force) {
    complain(fmt::format("{} is there already; name another file, or say --force", options.output));
    return exit_unable;
  }
  if (somebody_there() && !ask_the_rest(answers)) return exit_unable;
  if (answers["employer"].empty()) {
    complain("whose spec is it? say --employer \"…\"");
    return exit_unable;
  }
  const std::string text = draft_spec(answers);
  // A draft that does not load or lint clean would be this program's own fault; say so rather than write it.
  const auto spec = parse_spec(text, options.output.empty() ? "draft" : options.output, {});
  if (!spec || !lint(*spec, "").empty()) {
    complain(spec ? lint(*spec, "") : spec.error());
    return exit_unable;
  }
  return deliver(options.output, text) ? 0 : exit_unable;
}

void add_spec_init(CLI::App& spec, int& code) {
  const auto words = std::make_shared<SpecInitOptions>();
  CLI::App* sub = add_command(
      spec, "init", "Write a first spec, from ten questions or from these flags",
      "deskready spec init --employer \"Acme Support\" --download \"25 Mbps\" --output acme.toml");
  const auto answered_by = [&](const std::string& flag, const std::string& help) {
    sub->add_option_function<std::string>(
        "--" + flag, [words, flag](const std::string& answer) { words->answers[flag] = answer; }, help);
  };
  for (const DraftQuestion& question : draft_questions())
    answered_by(std::string(question.flag),
                fmt::format("{} For example: {}", question.text, question.example));
  answered_by("far-end", "Address of your deskready-responder");
  add_output_option(*sub, words->output);
  sub->add_flag("--force", words->force, "Overwrite the file");
  sub->callback([words, &code] { code = spec_init_command(*words); });
}

}  // namespace deskready
