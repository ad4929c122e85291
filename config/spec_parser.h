// One spec file's TOML into a Spec, without following `extends`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/spec.h"

namespace deskready {

struct ParsedSpec {
  Spec spec;
  std::string extends;  ///< as written; empty when the file extends nothing
  Location extends_where;
  std::vector<SpecError> errors;  ///< in order of place
};

/// `file` is how the person named it; it goes into each error's place.
ParsedSpec parse_spec_file(std::string_view text, const std::string& file);

}  // namespace deskready
