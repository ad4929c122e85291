#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "probes/cause.h"
#include "tests/tools/source_folder.h"

namespace deskready {
namespace {

TEST(CauseSchema, KnowsEveryCauseThatAReportMayCarry) {
  std::ifstream file(source_folder() + "/reports/document/report.schema.json");
  const auto schema = nlohmann::json::parse(file);
  std::set<std::string> in_schema = schema["definitions"]["cause"]["enum"], in_table;
  for (const CauseInfo& cause : causes()) in_table.emplace(cause.code);
  EXPECT_EQ(in_schema, in_table);
}

}  // namespace
}  // namespace deskready
