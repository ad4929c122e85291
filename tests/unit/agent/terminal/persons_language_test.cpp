#include "agent/terminal/persons_language.h"

#include <gtest/gtest.h>

#include <map>

namespace deskready {
namespace {

using Variables = std::map<std::string, const char*>;

std::string of(const Variables& variables) {
  return persons_language([&](const char* name) {
    const auto found = variables.find(name);
    return found == variables.end() ? nullptr : found->second;
  });
}

TEST(PersonsLanguage, IsThatOfTheFirstVariableThatSaysSomething) {
  EXPECT_EQ(of({{"LANG", "de_AT.UTF-8"}}), "de-AT");
  EXPECT_EQ(of({{"LANG", "de_AT.UTF-8"}, {"LC_MESSAGES", "ur_PK"}}), "ur-PK");
  EXPECT_EQ(of({{"LC_ALL", "sr_RS@latin"}, {"LC_MESSAGES", "ur_PK"}}), "sr-RS");
  EXPECT_EQ(of({{"LC_ALL", ""}, {"LANG", "fr"}}), "fr");
}

TEST(PersonsLanguage, IsEnglishWhereNoneIsNamed) {
  EXPECT_EQ(of({}), "en");
  for (const char* none : {"C", "POSIX", "C.UTF-8", "../../etc", "a very long thing", "."})
    EXPECT_EQ(of({{"LANG", none}}), "en") << none;
}

}  // namespace
}  // namespace deskready
