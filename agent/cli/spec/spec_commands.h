// deskready spec lint, show, list, facts, schema and manual.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace deskready {

/// `format`: one that shows Document::lint, or empty.
int spec_lint_command(const std::string& file, const std::string& format);
int spec_show_command(const std::string& name);
int spec_list_command();
/// `format`: one that shows Document::catalogue, or empty.
int spec_facts_command(const std::string& format);
int spec_schema_command();
int spec_manual_command();

void add_spec(CLI::App& app, int& code);

}  // namespace deskready
