// What is made from the catalogue must not be stale. UPDATE_DOCS=1 rewrites the files.
#include "config/documents/documents.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "config/facts/catalogue.h"
#include "tests/tools/source_folder.h"

namespace deskready {
namespace {

void expect_fresh(const char* name, const std::string& text) {
  const std::string file = source_folder() + "/docs/" + name;
  if (std::getenv("UPDATE_DOCS") != nullptr) {
    std::ofstream(file, std::ios::binary) << text;
    return;
  }
  std::ifstream in(file, std::ios::binary);
  std::stringstream is;
  is << in.rdbuf();
  EXPECT_TRUE(is.str() == text) << "docs/" << name
                                << " is stale; UPDATE_DOCS=1 build/bin/test_config rewrites it";
}

TEST(Documents, AreFresh) {
  expect_fresh("facts.md", facts_page());
  expect_fresh("spec.schema.json", spec_schema());
  expect_fresh("deskready-spec.5", spec_manual());
}

TEST(Documents, NameEveryFact) {
  const std::string page = facts_page(), manual = spec_manual();
  for (const FactInfo& fact : catalogue()) {
    EXPECT_NE(page.find(std::string(fact.name)), std::string::npos) << fact.name;
    EXPECT_NE(manual.find(std::string(fact.name)), std::string::npos) << fact.name;
  }
  // A wrong value is worse than none: of each fact about the computer it is said when there is none.
  for (const FactInfo& fact : catalogue()) {
    if (part_of(fact.name) != "system") continue;
    EXPECT_FALSE(fact.source.empty() || fact.unseen.empty() || fact.untold.empty()) << fact.name;
  }
  EXPECT_FALSE(nlohmann::json::parse(spec_schema(), nullptr, false).is_discarded());
}

}  // namespace
}  // namespace deskready
