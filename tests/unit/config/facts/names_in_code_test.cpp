// Everything special about a fact stands in the catalogue; code that serves all facts must know none by name.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "config/facts/catalogue.h"
#include "tests/tools/source_folder.h"

namespace deskready {
namespace {

namespace fs = std::filesystem;

/// Files that may, and why.
const std::map<std::string, std::string> allowed = {
    {"config/spec/language/draft.cpp", "`spec init` asks a fixed handful of questions"},
};

/// Whether a text in the code is a fact's name, or the beginning of several.
bool names_a_fact(const std::string& text) {
  const auto all = catalogue();
  const std::string_view part = part_of(text);
  if (text.size() <= part.size() + 1 || (part != "network" && part != "audio" && part != "system"))
    return false;
  return std::any_of(all.begin(), all.end(),
                     [&](const FactInfo& fact) { return fact.name.starts_with(text); }) ||
         find_fact(text) != nullptr;
}

std::string without_comments(const std::string& code) {
  return std::regex_replace(code, std::regex("(^|[^:])//[^\n]*"), "$1");
}

TEST(GeneralCode, KnowsNoFactByName) {
  const std::regex literal("\"((?:[^\"\\\\\n]|\\\\.)*)\"");
  std::size_t files = 0;
  std::set<std::string> used;
  for (const char* room : {"config/spec", "config/toml", "config/settings", "config/documents",
                           "config/processor", "reports", "agent"}) {
    for (const auto& entry : fs::recursive_directory_iterator(source_folder() + "/" + room)) {
      const std::string file = fs::relative(entry.path(), source_folder()).generic_string();
      if (!file.ends_with(".cpp") && !file.ends_with(".h")) continue;
      ++files;
      std::stringstream read;
      read << std::ifstream(entry.path()).rdbuf();
      const std::string code = without_comments(read.str());
      for (std::sregex_iterator at(code.begin(), code.end(), literal), end; at != end; ++at) {
        if (!names_a_fact((*at)[1])) continue;
        used.insert(file);
        EXPECT_TRUE(allowed.contains(file)) << file << " knows " << (*at)[1];
      }
    }
  }
  EXPECT_GT(files, 150u) << "the rooms are elsewhere: the test looks at nothing";
  for (const auto& [file, why] : allowed) EXPECT_TRUE(used.contains(file)) << file << " needs no exception";
}

}  // namespace
}  // namespace deskready
