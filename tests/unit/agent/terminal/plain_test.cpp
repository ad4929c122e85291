#include "agent/terminal/plain.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace deskready {
namespace {

TEST(Plain, SaysOurOwnSignsInAsciiAndNoOther) {
  EXPECT_EQ(in_ascii("Measuring the line …"), "Measuring the line ...");
  EXPECT_EQ(in_ascii("9.5 µs – “good”"), "9.5 us - \"good\"");
  EXPECT_EQ(in_ascii("Müller سلام"), "M?ller ????");
  EXPECT_EQ(in_ascii("\xe2\x80"), "?") << "half a sign";
  EXPECT_EQ(in_ascii("plain\n"), "plain\n");
}

TEST(Plain, TheLocaleIsReadAsTheSystemReadsIt) {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) unsetenv(name);
  EXPECT_FALSE(speaks_utf8()) << "without a word it is POSIX";
  setenv("LANG", "de_DE.UTF-8", 1);
  EXPECT_TRUE(speaks_utf8());
  setenv("LC_CTYPE", "de_DE.utf8", 1);
  EXPECT_TRUE(speaks_utf8());
  setenv("LC_ALL", "POSIX", 1);
  EXPECT_FALSE(speaks_utf8());
  setenv("LC_ALL", "", 1);
  EXPECT_TRUE(speaks_utf8());
}

}  // namespace
}  // namespace deskready
