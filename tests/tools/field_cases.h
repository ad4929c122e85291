// tests/field: what published sheets and people's computers really say, and what is right about it.
#pragma once

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "config/toml/parser.h"
#include "tests/tools/source_folder.h"

namespace deskready {

struct FieldCase {
  std::string source;  ///< where it was seen
  std::string fact;    ///< what the input is about, where the kind does not say; may be empty
  std::string input;
  std::string found;  ///< what the computer has, where the input is a limit; may be empty
  std::string right;  ///< the outcome, or what the input means
  std::string names;  ///< what a refusal must say; may be empty
};

/// The cases of a kind among all in tests/field/*.toml, in the files' order; at least one.
inline std::vector<FieldCase> field_cases(std::string_view kind) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(source_folder() + "/tests/field")) {
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<FieldCase> cases;
  for (const auto& file : files) {
    const toml::parse_result read = toml::parse_file(file.string());
    const toml::array* all = read ? read.table()["case"].as_array() : nullptr;
    if (all == nullptr) throw std::runtime_error(file.string() + " has no cases that can be read");
    for (const toml::node& node : *all) {
      const toml::table& one = *node.as_table();
      const auto text = [&](std::string_view key) { return one[key].value_or(std::string()); };
      if (text("kind") != kind) continue;
      cases.push_back(
          {text("source"), text("fact"), text("input"), text("found"), text("right"), text("names")});
    }
  }
  if (cases.empty()) throw std::runtime_error("tests/field has no case of " + std::string(kind));
  return cases;
}

}  // namespace deskready
