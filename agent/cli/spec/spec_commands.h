// deskready spec lint, show, list, facts, schema and manual.
#pragma once

#include <string>

namespace deskready {

/// `format`: "text" or "json".
int spec_lint_command(const std::string& file, const std::string& format);
int spec_show_command(const std::string& name);
int spec_list_command();
/// `format`: "text" or "markdown".
int spec_facts_command(const std::string& format);
int spec_schema_command();
int spec_manual_command();

}  // namespace deskready
