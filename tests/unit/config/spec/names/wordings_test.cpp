// Limits on processors as published sheets word them: tests/field/processor-wordings.toml, written from the
// sheets.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "config/spec/language/comparison_parser.h"
#include "config/spec/names/cpu_wording.h"
#include "tests/tools/field_cases.h"

namespace deskready {
namespace {

const FactInfo& model() {
  return *find_fact("system.cpu.model");
}

TEST(ProcessorWordings, AreUnderstoodToTheLastWordOrRefused) {
  for (const FieldCase& one : field_cases("processor-wordings")) {
    const auto read = parse_comparison(one.input, model());
    if (one.right == "refused") {
      ASSERT_FALSE(read) << one.input << " was taken as " << to_string(*read, model());
      EXPECT_NE(read.error().find(one.names), std::string::npos) << one.input << ": " << read.error();
      continue;
    }
    ASSERT_TRUE(read) << one.input << ": " << read.error();
    EXPECT_EQ(to_string(*read, model()), ">= " + one.right) << one.input;
    const auto again = parse_comparison(to_string(*read, model()), model());
    EXPECT_EQ(again, *read) << one.input;
  }
}

std::string verdict(Ranked rank) {
  return rank == Ranked::meets ? "met" : rank == Ranked::falls_short ? "not_met" : "could_not_check";
}

TEST(ProcessorWordings, JudgeAsTheSheetWould) {
  for (const FieldCase& one : field_cases("processor-verdicts")) {
    const auto read = parse_comparison(one.input, model());
    ASSERT_TRUE(read) << one.input << ": " << read.error();
    EXPECT_EQ(verdict(rank_ordered(*read, one.found, model())), one.right)
        << one.found << " against " << one.input;
  }
}

}  // namespace
}  // namespace deskready
