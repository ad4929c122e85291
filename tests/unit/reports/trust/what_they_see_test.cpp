// One report, field by field, as its employer gets it.
#include "reports/trust/what_they_see.h"

#include <sstream>

#include "config/base/text.h"
#include "tests/unit/reports/scenes.h"

namespace deskready {
namespace {

TEST(WhatTheySee, ShowsWhatIsToldAndWhatStays) {
  Report report = scenes().front().report;
  report.reference = "A-1042";
  report.conditions["other_traffic"] = 7777777.0;
  report.findings.front().args["failing_since"] = "2026-11-01T10:11:12Z";
  const std::string page = what_they_see(report, "en", 100'000);
  const auto stays = page.find("What stays on this computer then");
  ASSERT_NE(stays, std::string::npos);
  const std::string seen = page.substr(0, stays), stayed = page.substr(stays);
  for (const char* const told :
       {"A-1042", "The number that the employer gave.", "verdict", "device", "sequence"})
    EXPECT_NE(seen.find(told), std::string::npos) << told;
  for (const char* const here : {"7777777", "failing_since", "2026-11-01T10:11:12Z"}) {
    EXPECT_EQ(seen.find(here), std::string::npos) << here;
    EXPECT_NE(stayed.find(here), std::string::npos) << here;
  }
}

TEST(WhatTheySee, FitsATerminal) {
  std::stringstream lines(what_they_see(scenes().front().report, "en", 80));
  for (std::string line; std::getline(lines, line);) EXPECT_LE(columns(line), 80u) << line;
}

}  // namespace
}  // namespace deskready
