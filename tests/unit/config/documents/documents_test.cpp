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
  EXPECT_FALSE(nlohmann::json::parse(spec_schema(), nullptr, false).is_discarded());
}

// A wrong value is worse than none: of each fact it is said when there is none.
TEST(Documents, SayOfEveryFactFromWhatItIsKnown) {
  const std::string page = facts_page();
  for (const FactInfo& fact : catalogue()) {
    for (const std::string_view text : {fact.source, fact.unseen, fact.untold}) {
      ASSERT_FALSE(text.empty()) << fact.name;
      // Cells of a table.
      EXPECT_EQ(text.find_first_of("|\n"), std::string_view::npos) << fact.name;
      EXPECT_FALSE(text.ends_with('.')) << fact.name;
    }
    const std::string row = "| `" + std::string(fact.name) + "` | " + std::string(fact.source) + " | " +
                            std::string(fact.unseen) + " | " + std::string(fact.untold) + " |\n";
    EXPECT_NE(page.find(row), std::string::npos) << fact.name;
    EXPECT_EQ(fact.unanswered(), fact.untold == "always, in this version") << fact.name;
  }
}

}  // namespace
}  // namespace deskready
