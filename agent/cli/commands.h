// How commands and the options that several of them have are put on the command line. Each command's own
// header has its add_…(): it sets the command up, and writes the exit code to `code` when the command was
// run. What the person typed lives as long as the command does.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/formats/format.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace deskready {

CLI::App* add_command(CLI::App& app, const char* name, const char* what, const char* example);

/// Refuses every value but these, with what may have been meant. `kind` is what one of them is called. Letter
/// case counts for nothing where `any_case`.
CLI::Option* only_these(CLI::Option& option, std::string_view kind, std::vector<std::string_view> known,
                        bool any_case = false);

/// --format, with the names of those that show one of `documents`; any other is refused before anything is
/// done. `named` is empty where the person names none.
void add_format_option(CLI::App& command, std::string& named, Documents documents);

/// --output.
void add_output_option(CLI::App& command, std::string& file);

/// --language, of the report; any text that is no code is refused. Where it is not given, `language` is that
/// of the person's environment.
void add_language_option(CLI::App& command, std::string& language);

/// --reference, of the letters that is_reference() knows; any other is refused before anything is done.
CLI::Option* add_reference_option(CLI::App& command, std::string& reference, const char* what);

/// --root: the folder of a recorded machine. A folder that holds none is refused.
void add_root_option(CLI::App& command, std::string& root, const char* what);

}  // namespace deskready
