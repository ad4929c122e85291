#include "agent/cli/commands.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <utility>

#include "agent/terminal/language_codes.h"
#include "agent/terminal/persons_language.h"
#include "config/base/outward/outward.h"
#include "config/base/text.h"
#include "config/spec/reference.h"
#include "reports/words/language.h"
#include "reports/words/refusals/choice_words.h"
#include "reports/words/refusals/trust_words.h"

namespace deskready {
namespace {

/// Empty for the top of a computer's tree, else what is wrong: a folder that is not there has no facts, and
/// must not look like a computer that tells none.
std::string root_fault(const std::string& root) {
  namespace fs = std::filesystem;
  std::error_code ignored;
  if (!fs::is_directory(root, ignored))
    return fmt::format("there is no folder {}; name the folder of a recorded machine", root);
  if (!fs::is_directory(fs::path(root) / "proc", ignored) &&
      !fs::is_directory(fs::path(root) / "sys", ignored))
    return fmt::format(
        "{} holds no recorded machine: neither proc nor sys is in it; name the folder above them", root);
  return {};
}

}  // namespace

CLI::App* add_command(CLI::App& app, const char* name, const char* what, const char* example) {
  CLI::App* sub = app.add_subcommand(name, what);
  sub->footer(fmt::format("Example:\n  {}", example));
  return sub;
}

CLI::Option* only_these(CLI::Option& option, std::string_view kind, std::vector<std::string_view> known,
                        bool any_case) {
  // Completions read the names between the braces.
  const std::string names = fmt::format("{{{}}}", fmt::join(known, ","));
  const auto fault = [kind, known = std::move(known), any_case](const std::string& text) {
    const std::string word = any_case ? lower(text) : text;
    if (std::find(known.begin(), known.end(), word) != known.end()) return std::string();
    return fmt::format("there is no {} \"{}\"; {}", kind, for_terminal(text),
                       instead_of("en", lower(text), known));
  };
  return option.check(CLI::Validator(fault, ""))->type_name(names);
}

void add_format_option(CLI::App& command, std::string& named, Documents documents) {
  const auto fault = [documents](const std::string& text) {
    if (find_format(lower(text)) == nullptr || choose_format(text, {}, documents) != nullptr)
      return std::string();
    return fmt::format("the format \"{}\" cannot show this; use {}", for_terminal(text),
                       format_list(documents));
  };
  CLI::Option* option =
      command.add_option("--format", named, "How it is shown; without it by the file's ending, else as text")
          ->check(CLI::Validator(fault, ""));
  only_these(*option, "format", format_names(documents), true);
}

void add_output_option(CLI::App& command, std::string& file) {
  command.add_option("--output", file, "Write to this file instead of the screen");
}

void add_language_option(CLI::App& command, std::string& language) {
  language = persons_language();
  const auto fault = [](const std::string& text) {
    if (written_language(text) == text) return std::string();
    if (const std::string_view code = short_code(text); !code.empty())
      return fmt::format("\"{}\" is not how languages are named here; did you mean {}?", for_terminal(text),
                         code);
    if (is_language_code(text) && may_be_language(text)) return std::string();
    return fmt::format("\"{}\" is no language's code; write it like en or pt-BR", for_terminal(text));
  };
  command.add_option("--language", language, "Language of the report, as en")
      ->check(CLI::Validator(fault, ""));
}

CLI::Option* add_reference_option(CLI::App& command, std::string& reference, const char* what) {
  const auto fault = [](const std::string& text) {
    return text.empty() || is_reference(text) ? std::string() : bad_reference_words("en");
  };
  return command.add_option("--reference", reference, what)->check(CLI::Validator(fault, ""));
}

void add_root_option(CLI::App& command, std::string& root, const char* what) {
  command.add_option("--root", root, what)->check(root_fault)->type_name("FOLDER");
}

}  // namespace deskready
