// A spec laid over the one that it extends.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "config/spec/language/parser.h"
#include "config/spec/spec.h"

namespace deskready {

using Fixes = std::map<std::string, Fix>;  ///< by fact name

/// A spec and the [fix] of its chain, which is for the rules of whoever extends it too.
struct Resolved {
  Spec spec;
  Fixes fixes;
};

/// Gives the rules of the facts in `fixes` their fix; those that have one keep it unless `replace`.
void take_fixes(Spec& spec, const Fixes& fixes, bool replace);

/// What the file says, laid over what it extends. Tightening and loosening are noted in the spec's `changes`;
/// names that lead nowhere go into `errors`.
Resolved extended(Resolved below, ParsedSpec parsed, std::vector<SpecError>& errors);

}  // namespace deskready
