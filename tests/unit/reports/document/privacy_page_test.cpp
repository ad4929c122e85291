// docs/privacy.md is made from the list of a report's fields. UPDATE_DOCS=1 rewrites it.
#include "reports/document/privacy_page.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "reports/document/report_fields.h"
#include "tests/tools/source_folder.h"

namespace deskready {
namespace {

TEST(PrivacyPage, IsFresh) {
  const std::string file = source_folder() + "/docs/privacy.md";
  if (std::getenv("UPDATE_DOCS") != nullptr) {
    std::ofstream(file, std::ios::binary) << privacy_page();
    return;
  }
  std::stringstream is;
  is << std::ifstream(file, std::ios::binary).rdbuf();
  EXPECT_TRUE(is.str() == privacy_page())
      << "docs/privacy.md is stale; UPDATE_DOCS=1 build/bin/test_reports writes it";
}

TEST(PrivacyPage, SaysOfEachFieldAndFactWhoSeesItAndWhy) {
  const std::string page = privacy_page();
  for (const ReportField& field : report_fields()) {
    EXPECT_NE(page.find("| `" + std::string(field.path) + "` | "), std::string::npos) << field.path;
    EXPECT_FALSE(who_sees_words("en", field.privacy, field.told).empty()) << field.path;
    EXPECT_FALSE(why_told_words("en", field.privacy).empty()) << field.path;
  }
  for (const FactInfo& fact : catalogue())
    EXPECT_NE(page.find("| `" + std::string(fact.name) + "` | "), std::string::npos) << fact.name;
  // No cell ends another.
  std::stringstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("| `")) continue;
    const auto bars = std::count(line.begin(), line.end(), '|');
    EXPECT_TRUE(bars == 6 || bars == 4) << line;
  }
}

}  // namespace
}  // namespace deskready
