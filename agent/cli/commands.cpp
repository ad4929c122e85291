#include "agent/cli/commands.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>

#include "agent/terminal/persons_language.h"
#include "config/base/nearest.h"
#include "config/base/outward/outward.h"
#include "config/base/text.h"
#include "config/spec/reference.h"
#include "reports/words/language.h"
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

void add_format_option(CLI::App& command, std::string& named, Documents documents) {
  const auto fault = [documents](const std::string& text) {
    if (choose_format(text, {}, documents) != nullptr) return std::string();
    const bool known = find_format(lower(text)) != nullptr;
    std::vector<std::string_view> names;
    for (const Format* format : formats())
      if (format->shows.any_of(documents)) names.push_back(format->name);
    const auto near = known ? std::vector<std::string>() : nearest(lower(text), names);
    return fmt::format(
        "{} \"{}\"{}; {}", known ? "the format" : "there is no format", for_terminal(text),
        known ? " cannot show this" : "",
        near.empty() ? "use " + format_list(documents)
                     : fmt::format("did you mean {}? There are {}", near.front(), format_list(documents)));
  };
  // Completions read the names between the braces.
  command.add_option("--format", named, "How it is shown; without it by the file's ending, else as text")
      ->check(CLI::Validator(fault, ""))
      ->type_name(format_choice(documents));
}

void add_output_option(CLI::App& command, std::string& file) {
  command.add_option("--output", file, "Write to this file instead of the screen");
}

void add_language_option(CLI::App& command, std::string& language) {
  language = persons_language();
  const auto fault = [](const std::string& text) {
    if (is_language_code(text) || written_language(text) == text) return std::string();
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
