// Specs by file or by name: read, checked, laid over what they extend.
#pragma once

#include <filesystem>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "config/spec/spec.h"

namespace deskready {

/// Reads a spec by file path, or by the name of a shipped one (a text without '/' and without ".toml" that is
/// no file). It reaches its own folder and shipped specs, see extends; faults of what it extends are counted
/// and not quoted. Reports every fault of the file, in order of place; never throws.
tl::expected<Spec, std::vector<SpecError>> load_spec(std::string_view path_or_name);

/// The same from text; `name` stands in for the file's name and `folder` is its own; without one it
/// reaches shipped specs only, as one that came from the internet must.
tl::expected<Spec, std::vector<SpecError>> parse_spec(std::string_view text, std::string_view name,
                                                      const std::filesystem::path& folder);

struct ShippedSpec {
  std::string_view name;
  std::string_view text;
};
/// The specs compiled in from config/specs/*.toml.
std::vector<ShippedSpec> shipped_specs();

}  // namespace deskready
