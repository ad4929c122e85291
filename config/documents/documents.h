// Documents that are made from the catalogue and the language's own tables, so that they cannot go stale. The
// files in docs/ are what these return; a test compares them.
#pragma once

#include <string>

namespace deskready {

/// docs/facts.md: every fact with its unit, how it is known, what it means and why it matters.
std::string facts_page();

/// docs/spec.schema.json: JSON Schema (draft 7) of a spec as TOML parses to it, for editors.
std::string spec_schema();

/// docs/deskready-spec.5: the manual page of the spec's language, in man(7) macros.
std::string spec_manual();

}  // namespace deskready
