// One spec file's TOML into a Spec, without following `extends`.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "config/spec/spec.h"

namespace deskready {

/// A name in [remove].
struct Removal {
  std::string id;
  Location where;
};

struct ParsedSpec {
  Spec spec;
  std::string extends;  ///< as written; empty when the file extends nothing
  Location extends_where;
  std::vector<Removal> removals;
  std::map<std::string, Fix> fixes;  ///< [fix], by fact name; for the rules of the extended spec too
  std::vector<SpecError> errors;     ///< in order of place
};

/// `file` is how the person named it; it goes into each error's place.
ParsedSpec parse_spec_file(std::string_view text, const std::string& file);

}  // namespace deskready
